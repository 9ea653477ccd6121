package ai.vluna.spring.delivery.store;

import ai.vluna.spring.delivery.store.PendingSettlement.Kind;

/**
 * Settlements for tests.
 */
public final class Settlements {

	public static final DeliveryTarget TARGET = new DeliveryTarget("https://vluna.example/mgt/v1", "realm-default");

	private Settlements() {
	}

	public static PendingSettlement commit(String id) {
		return commit(id, "acme", "alice");
	}

	public static PendingSettlement commit(String id, String principalId, String userId) {
		return new PendingSettlement(PendingSettlement.CURRENT_VERSION, id, Kind.COMMIT, TARGET.baseUrl(),
				TARGET.realmId(), principalId, userId, null, "commit-" + id, "0123456789abcdef0123456789abcdef",
				"llm.chat", 42, null, "2026-01-02T03:04:05Z",
				"{\"lease_token\":\"lease.%s\",\"feature_code\":\"llm.chat\",\"quantity_minor\":\"42\"}".formatted(id));
	}

	public static PendingSettlement ingest(PendingSettlement commit) {
		return commit.sending(Kind.INGEST, "ingest-" + commit.id(),
				"{\"feature_code\":\"llm.chat\",\"quantity_minor\":\"42\",\"occurred_at\":\"2026-01-02T03:04:05Z\"}");
	}

	public static DeadSettlement dead(PendingSettlement settlement) {
		return new DeadSettlement(settlement, DeadSettlement.Cause.REFUSED, "the user is disabled",
				"2026-01-02T03:04:06Z");
	}

}
