package ai.vluna.spring.delivery.store;

import org.springframework.util.Assert;

/**
 * Where settlements are delivered to. One that was stored for another target is never
 * sent without an operator's approval: it would bill somebody else's customers.
 *
 * @param baseUrl the address of the gate, without credentials
 * @param realmId the realm
 * @since 0.1.0
 */
public record DeliveryTarget(String baseUrl, String realmId) {

	/**
	 * Create a target.
	 * @param baseUrl the address of the gate
	 * @param realmId the realm
	 */
	public DeliveryTarget {
		Assert.hasText(baseUrl, "'baseUrl' must not be empty");
		Assert.hasText(realmId, "'realmId' must not be empty");
	}

	/**
	 * Return whether a settlement was stored for this target.
	 * @param settlement the settlement
	 * @return whether it may be sent here
	 */
	public boolean isOf(PendingSettlement settlement) {
		return this.baseUrl.equals(settlement.baseUrl()) && this.realmId.equals(settlement.realmId());
	}

}
