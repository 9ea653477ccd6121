/**
 * Which denial still holds, so that the gate need not be asked again?
 */
@NullMarked
package ai.vluna.spring.gate.refusal;

import org.jspecify.annotations.NullMarked;
