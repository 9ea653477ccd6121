/**
 * How much was used?
 */
@NullMarked
package ai.vluna.spring.usage;

import org.jspecify.annotations.NullMarked;
