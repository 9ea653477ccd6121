/**
 * What does a message about money look like on the wire?
 */
@NullMarked
package ai.vluna.spring.client.protocol.billing;

import org.jspecify.annotations.NullMarked;
