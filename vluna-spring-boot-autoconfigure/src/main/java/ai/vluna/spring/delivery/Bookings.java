package ai.vluna.spring.delivery;

import java.nio.charset.StandardCharsets;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.gate.Phase;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns commits into the bookings that take their place where the lease is of no use any
 * more.
 *
 * @param gate prepares the bookings
 */
record Bookings(GateOperations gate) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/**
	 * Return the booking of a settlement's usage.
	 * @param settlement the settlement
	 * @return the booking, under a key that follows from the commit's; the settlement
	 * itself if it is a booking
	 * @throws IllegalArgumentException if there is nothing to book
	 */
	PendingSettlement of(PendingSettlement settlement) {
		return switch (settlement.kind()) {
			case INGEST -> settlement;
			case COMMIT -> booking(settlement, JSON.readValue(settlement.body(), CommitRequest.class));
			case NONE -> throw new IllegalArgumentException("The usage is nothing that can be sent");
		};
	}

	private PendingSettlement booking(PendingSettlement settlement, CommitRequest commit) {
		String key = Phase.INGEST.key(settlement.id());
		CallContext context = new CallContext(settlement.principalId(), settlement.userId(),
				settlement.billingAccountId(), key, settlement.requestId());
		IngestRequest ingest = new IngestRequest(commit.featureCode(), commit.quantityMinor(), commit.meters(),
				settlement.endedAt(), settlement.budgetId(), commit.labels());
		return settlement.sending(Kind.INGEST, key,
				new String(this.gate.ingest(context, ingest).body(), StandardCharsets.UTF_8));
	}

}
