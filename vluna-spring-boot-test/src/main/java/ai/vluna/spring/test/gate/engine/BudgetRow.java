package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.UUID;

import ai.vluna.spring.test.gate.protocol.Hints;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The row of a budget.
 */
final class BudgetRow {

	private static final long LOW_HEADROOM = 1000;

	final UUID id;

	final BillingUser owner;

	final BudgetRequest request;

	final Instant createdAt;

	private final ObjectNode metadata;

	private long consumed;

	private boolean open = true;

	private Instant updatedAt;

	BudgetRow(UUID id, BillingUser owner, BudgetRequest request, Instant createdAt) {
		this.id = id;
		this.owner = owner;
		this.request = request;
		this.createdAt = createdAt;
		this.updatedAt = createdAt;
		this.metadata = request.metadata().deepCopy();
	}

	boolean activeAt(Instant now) {
		Instant start = this.request.windowStart();
		Instant end = this.request.windowEnd();
		return this.open && (start == null || !start.isAfter(now)) && (end == null || end.isAfter(now));
	}

	boolean isOpen() {
		return this.open;
	}

	String status() {
		return (this.open) ? "active" : "closed";
	}

	/**
	 * Returns what is left of it.
	 * @return the amount, the largest there is if it has no limit
	 */
	long headroom() {
		Long limit = this.request.limit();
		return (limit != null) ? Math.max(0, limit - this.consumed) : Long.MAX_VALUE;
	}

	void checkHeadroom() {
		if (headroom() == 0) {
			Hints hints = new Hints();
			hints.budgetShortfall(this.id, Math.max(1, overdrawn()));
			throw Refusal.of(402, "BUDGET.EXHAUSTED", "budget has no headroom after refill", hints);
		}
	}

	void consume(long amount, Instant now, Hints hints) {
		this.consumed += amount;
		this.updatedAt = now;
		if (overdrawn() > 0) {
			hints.budgetShortfall(this.id, overdrawn());
		}
		if (headroom() < LOW_HEADROOM) {
			hints.budgetLowHeadroom(headroom(), LOW_HEADROOM);
		}
	}

	private long overdrawn() {
		Long limit = this.request.limit();
		return (limit != null) ? Math.max(0, this.consumed - limit) : 0;
	}

	void close(Instant now, ObjectNode further) {
		if (this.open) {
			this.open = false;
			this.updatedAt = now;
			this.metadata.setAll(further);
		}
	}

	ObjectNode toData() {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("budget_id", this.id.toString());
		data.put("billing_account_id", this.owner.account.id.toString());
		if (this.request.name() != null) {
			data.put("name", this.request.name());
		}
		data.put("status", status());
		data.put("scope_kind", this.request.scopeKind());
		if (this.request.scopePayload() != null) {
			data.set("scope_payload", this.request.scopePayload());
		}
		if (this.request.limit() != null) {
			data.put("limit_xusd", this.request.limit().toString());
		}
		data.put("consumed_xusd", Long.toString(this.consumed));
		data.put("window_start", format(this.request.windowStart()));
		data.put("window_end", format(this.request.windowEnd()));
		data.set("metadata", this.metadata.deepCopy());
		data.put("created_at", WireTime.format(this.createdAt));
		data.put("updated_at", WireTime.format(this.updatedAt));
		writeRemaining(data);
		return data;
	}

	ObjectNode toClosedData() {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("budget_id", this.id.toString());
		data.put("consumed_xusd", Long.toString(this.consumed));
		writeRemaining(data);
		return data;
	}

	private void writeRemaining(ObjectNode data) {
		if (this.request.limit() != null) {
			data.put("remaining_xusd", Long.toString(headroom()));
		}
	}

	private static @Nullable String format(@Nullable Instant moment) {
		return (moment != null) ? WireTime.format(moment) : null;
	}

	Runnable remember() {
		long consumedNow = this.consumed;
		Instant updatedNow = this.updatedAt;
		return () -> {
			this.consumed = consumedNow;
			this.updatedAt = updatedNow;
		};
	}

}
