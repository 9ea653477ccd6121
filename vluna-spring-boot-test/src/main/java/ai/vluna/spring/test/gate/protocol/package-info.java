/**
 * What do the gate's answers look like on the wire, and how does it read a request body?
 */
@NullMarked
package ai.vluna.spring.test.gate.protocol;

import org.jspecify.annotations.NullMarked;
