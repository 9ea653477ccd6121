/**
 * What does the gate say beside its answer?
 */
@NullMarked
package ai.vluna.spring.hint;

import org.jspecify.annotations.NullMarked;
