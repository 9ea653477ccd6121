/**
 * How is a request signed?
 */
@NullMarked
package ai.vluna.spring.client.signing;

import org.jspecify.annotations.NullMarked;
