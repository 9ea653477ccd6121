/**
 * How does an operator change what the gate knows? Answers as the public description of
 * the management API says, not as recorded. Internal.
 */
@NullMarked
package ai.vluna.spring.test.gate.management;

import org.jspecify.annotations.NullMarked;
