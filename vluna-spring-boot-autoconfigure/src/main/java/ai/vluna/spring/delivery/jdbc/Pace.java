package ai.vluna.spring.delivery.jdbc;

import java.time.Duration;

import ai.vluna.spring.delivery.store.SettlementSender;

/**
 * Tells how many settlements may be claimed: none while the gate is left alone, then one
 * to find out whether it is back, and all once that is answered. So that those that
 * cannot be sent stay as they are, for whoever can send them.
 */
final class Pace {

	private final SettlementSender sender;

	private volatile boolean probing;

	Pace(SettlementSender sender) {
		this.sender = sender;
	}

	/**
	 * Return how many settlements may be claimed.
	 * @param wanted how many could be sent
	 * @return a number between zero and that
	 */
	int allow(int wanted) {
		if (isResting()) {
			this.probing = true;
			return 0;
		}
		return this.probing ? Math.min(wanted, 1) : wanted;
	}

	boolean isResting() {
		return this.sender.rest().compareTo(Duration.ZERO) > 0;
	}

	/**
	 * Remember that nothing could be sent.
	 */
	void heldBack() {
		this.probing = true;
	}

	/**
	 * Remember that the gate answered.
	 * @return whether it did not before
	 */
	boolean answered() {
		boolean back = this.probing;
		this.probing = false;
		return back;
	}

}
