/**
 * What does a message look like on the wire?
 */
@NullMarked
package ai.vluna.spring.client.protocol;

import org.jspecify.annotations.NullMarked;
