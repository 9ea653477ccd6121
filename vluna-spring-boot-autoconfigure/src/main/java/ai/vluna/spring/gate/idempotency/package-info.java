/**
 * By which key is an operation known again?
 */
@NullMarked
package ai.vluna.spring.gate.idempotency;

import org.jspecify.annotations.NullMarked;
