package ai.vluna.spring.delivery;

import java.util.List;
import java.util.function.UnaryOperator;

import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.SettlementStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What an operator can do about settlements that are not charged by themselves. All
 * methods may block.
 *
 * @since 0.1.0
 */
public final class DeadSettlements {

	private static final Log logger = LogFactory.getLog(DeadSettlements.class);

	private final SettlementStore store;

	private final DeliveryTarget target;

	private final Bookings bookings;

	/**
	 * Create the operator's view.
	 * @param store the store
	 * @param target where settlements are sent to
	 * @param gate prepares bookings
	 */
	public DeadSettlements(SettlementStore store, DeliveryTarget target, GateOperations gate) {
		this.store = store;
		this.target = target;
		this.bookings = new Bookings(gate);
	}

	/**
	 * List them.
	 * @param offset how many to skip
	 * @param limit the largest number to return
	 * @return settlements in a stable order
	 */
	public List<DeadSettlement> list(int offset, int limit) {
		return this.store.dead(offset, limit);
	}

	/**
	 * Have a settlement sent again as it is, after what it died of was mended. One that
	 * was stored for another gate is sent to this one from now on.
	 * @param id the id of the settlement
	 * @return whether there was one
	 * @throws IllegalArgumentException if it is nothing that can be sent
	 */
	public boolean retry(String id) {
		return revive(id, "retried", (settlement) -> settlement);
	}

	/**
	 * Have the usage of a settlement booked without its lease, after the price or the
	 * meter was set. To be done once for a commit that the gate accepted and did not
	 * charge: such a commit answers the same for ever.
	 * @param id the id of the settlement
	 * @return whether there was one
	 * @throws IllegalArgumentException if it is nothing that can be sent
	 */
	public boolean book(String id) {
		return revive(id, "booked", this.bookings::of);
	}

	/**
	 * Forget a settlement. Its usage is never charged.
	 * @param id the id of the settlement
	 * @return whether there was one
	 */
	public boolean drop(String id) {
		DeadSettlement dead = this.store.findDead(id);
		if (dead == null || !this.store.drop(id)) {
			return false;
		}
		logger.warn("An operator dropped " + dead.settlement());
		return true;
	}

	private boolean revive(String id, String how, UnaryOperator<PendingSettlement> form) {
		DeadSettlement dead = this.store.findDead(id);
		if (dead == null) {
			return false;
		}
		if (dead.settlement().kind() == Kind.NONE) {
			throw new IllegalArgumentException(
					"The usage of settlement '%s' is nothing that can be sent: charge it in Vluna by hand, then drop it"
						.formatted(id));
		}
		boolean revived = this.store.revive(form.apply(dead.settlement()).directedTo(this.target));
		if (revived) {
			logger.info("An operator had %s %s".formatted(dead.settlement(), how));
		}
		return revived;
	}

}
