/**
 * How is the gate told to misbehave, and what did it receive?
 */
@NullMarked
package ai.vluna.spring.test.gate.script;

import org.jspecify.annotations.NullMarked;
