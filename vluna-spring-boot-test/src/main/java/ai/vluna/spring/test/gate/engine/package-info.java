/**
 * What does the gate remember and decide: leases, windows, money, idempotency? Internal.
 */
@NullMarked
package ai.vluna.spring.test.gate.engine;

import org.jspecify.annotations.NullMarked;
