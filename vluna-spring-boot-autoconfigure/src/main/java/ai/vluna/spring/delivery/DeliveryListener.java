package ai.vluna.spring.delivery;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.hint.BillingHints;

/**
 * Told of what happens to stored settlements once their operations are over. Called on
 * whatever thread it happens on: implementations must be quick, must not block and must
 * not throw. After the end of a process, the last thing it was told may be told again.
 *
 * @since 0.1.0
 */
public interface DeliveryListener {

	/**
	 * A settlement was sent, and the gate answered, or did not.
	 * @param settlement the settlement
	 * @param outcome what the answer means
	 */
	default void answered(PendingSettlement settlement, CommitOutcome outcome) {
	}

	/**
	 * An answer of the gate brought hints. Told before what follows from it.
	 * @param settlement the settlement
	 * @param hints the hints, at least one
	 */
	default void hinted(PendingSettlement settlement, BillingHints hints) {
	}

	/**
	 * A settlement is charged.
	 * @param settlement the settlement
	 * @param result how it was charged
	 */
	default void delivered(PendingSettlement settlement, SettlementResult result) {
	}

	/**
	 * A settlement is not charged unless an operator acts.
	 * @param dead the settlement and why
	 */
	default void died(DeadSettlement dead) {
	}

}
