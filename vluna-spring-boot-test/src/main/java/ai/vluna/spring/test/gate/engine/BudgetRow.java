package ai.vluna.spring.test.gate.engine;

import java.util.UUID;

import ai.vluna.spring.test.gate.protocol.Hints;
import ai.vluna.spring.test.gate.protocol.Refusal;

/**
 * The row of a budget.
 */
final class BudgetRow {

	private static final long LOW_HEADROOM = 1000;

	final UUID id;

	final BillingUser owner;

	private final long limit;

	private long consumed;

	boolean active = true;

	BudgetRow(UUID id, BillingUser owner, long limit) {
		this.id = id;
		this.owner = owner;
		this.limit = limit;
	}

	long headroom() {
		return Math.max(0, this.limit - this.consumed);
	}

	void checkHeadroom() {
		if (headroom() == 0) {
			Hints hints = new Hints();
			hints.budgetShortfall(this.id, Math.max(1, this.consumed - this.limit));
			throw Refusal.of(402, "BUDGET.EXHAUSTED", "budget has no headroom after refill", hints);
		}
	}

	void consume(long amount, Hints hints) {
		this.consumed += amount;
		if (this.consumed > this.limit) {
			hints.budgetShortfall(this.id, this.consumed - this.limit);
		}
		if (headroom() < LOW_HEADROOM) {
			hints.budgetLowHeadroom(headroom(), LOW_HEADROOM);
		}
	}

}
