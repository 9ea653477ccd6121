package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.protocol.RequestBody.LeaseToken;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The row of a lease. It is never removed; an expired one keeps its state.
 */
final class Lease {

	final LeaseToken token;

	final BillingUser owner;

	final AuthorizeRequest request;

	final @Nullable BudgetRow budget;

	final List<QuotaWindow> windows;

	final Instant expiresAt;

	final int ledgerLine;

	final Map<String, StoredAnswer> commits = new HashMap<>();

	State state = State.ACTIVE;

	Lease(LeaseToken token, BillingUser owner, AuthorizeRequest request, @Nullable BudgetRow budget,
			List<QuotaWindow> windows, Instant expiresAt, int ledgerLine) {
		this.token = token;
		this.owner = owner;
		this.request = request;
		this.budget = budget;
		this.windows = windows;
		this.expiresAt = expiresAt;
		this.ledgerLine = ledgerLine;
	}

	JsonNode toData(Feature feature) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("lease_token", this.token.toString());
		data.put("lease_id", this.token.id().toString());
		if (this.budget != null) {
			data.put("budget_id", this.budget.id.toString());
		}
		data.put("feature_code", feature.code());
		data.put("feature_family_code", feature.family());
		Window window = this.windows.get(0).window();
		data.put("window_start", WireTime.format(window.start()));
		data.put("window_end", WireTime.format(window.end()));
		return data;
	}

	Runnable remember() {
		State stateNow = this.state;
		Set<String> keysNow = Set.copyOf(this.commits.keySet());
		Runnable budgetNow = (this.budget != null) ? this.budget.remember() : () -> {
		};
		return () -> {
			this.state = stateNow;
			this.commits.keySet().retainAll(keysNow);
			budgetNow.run();
		};
	}

	enum State {

		ACTIVE, CLOSED, CANCELED

	}

}
