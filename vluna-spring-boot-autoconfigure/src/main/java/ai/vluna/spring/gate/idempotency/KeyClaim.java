package ai.vluna.spring.gate.idempotency;

import ai.vluna.spring.denial.ConflictReason;

/**
 * What came of the claim of a caller's key.
 *
 * @since 0.1.0
 */
public sealed interface KeyClaim {

	/**
	 * The operation may start.
	 *
	 * @param base the base key of the operation
	 */
	record Granted(String base) implements KeyClaim {

	}

	/**
	 * The operation must not start.
	 *
	 * @param reason why
	 */
	record Refused(ConflictReason reason) implements KeyClaim {

	}

}
