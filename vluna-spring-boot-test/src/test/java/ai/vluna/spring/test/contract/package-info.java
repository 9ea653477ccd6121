/**
 * Does the client understand the gate, the embedded one and any other?
 */
@NullMarked
package ai.vluna.spring.test.contract;

import org.jspecify.annotations.NullMarked;
