/**
 * How does a settlement reach the gate when it is not confirmed at once?
 */
@NullMarked
package ai.vluna.spring.delivery;

import org.jspecify.annotations.NullMarked;
