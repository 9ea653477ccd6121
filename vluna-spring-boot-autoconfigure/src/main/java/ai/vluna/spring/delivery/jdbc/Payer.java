package ai.vluna.spring.delivery.jdbc;

import ai.vluna.spring.delivery.store.PendingSettlement;

/**
 * Whose settlements the gate takes one after the other.
 *
 * @param principalId the customer
 * @param userId the customer's user
 */
record Payer(String principalId, String userId) {

	static Payer of(PendingSettlement settlement) {
		return new Payer(settlement.principalId(), settlement.userId());
	}

}
