package ai.vluna.spring.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.MeterLine;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.gate.Admission;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.Phase;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.usage.MeterUsage;
import ai.vluna.spring.usage.Usage;

/**
 * A usage on its way to the gate.
 *
 * @param lease the lease of the work
 * @param usage the usage
 * @param endedAt when the work ended
 * @param call the request, with bytes and key that never change
 * @param confirmedAs what a success means
 */
record Charge(Lease lease, Usage usage, Instant endedAt, VlunaCall<CommitResult> call, SettlementResult confirmedAs) {

	/**
	 * Make the request that charges the usage of a lease.
	 * @param gate the gate
	 * @param lease the lease
	 * @param usage the usage
	 * @param endedAt when the work ended
	 * @return the charge
	 * @throws IllegalArgumentException if the gate could not take the request
	 */
	static Charge of(GateOperations gate, Lease lease, Usage usage, Instant endedAt) {
		return (lease.admission() == Admission.GRANTED) ? commit(gate, lease, usage, endedAt)
				: ingest(gate, lease, usage, endedAt);
	}

	private static Charge commit(GateOperations gate, Lease lease, Usage usage, Instant endedAt) {
		Operation operation = lease.operation();
		CommitRequest request = new CommitRequest(lease.token(), operation.featureCode(),
				Long.toString(usage.quantityMinor()), linesOf(usage), operation.labels());
		return new Charge(lease, usage, endedAt, gate.commit(lease.callContext(Phase.COMMIT), request),
				SettlementResult.COMMITTED);
	}

	private static Charge ingest(GateOperations gate, Lease lease, Usage usage, Instant endedAt) {
		Operation operation = lease.operation();
		IngestRequest request = new IngestRequest(operation.featureCode(), Long.toString(usage.quantityMinor()),
				linesOf(usage), endedAt.toString(), operation.budgetId(), operation.labels());
		return new Charge(lease, usage, endedAt, gate.ingest(lease.callContext(Phase.INGEST), request),
				SettlementResult.INGESTED);
	}

	boolean isIngest() {
		return this.confirmedAs == SettlementResult.INGESTED;
	}

	Charge asIngest(GateOperations gate) {
		return ingest(gate, this.lease, this.usage, this.endedAt);
	}

	/**
	 * Return what has to be stored so that this charge survives the process.
	 * @param target the gate and the realm
	 * @return the same request
	 */
	PendingSettlement toPending(DeliveryTarget target) {
		CallContext context = this.call.context();
		return new PendingSettlement(PendingSettlement.CURRENT_VERSION, this.lease.id(),
				isIngest() ? Kind.INGEST : Kind.COMMIT, target.baseUrl(), target.realmId(),
				Objects.requireNonNull(context.principalId()), Objects.requireNonNull(context.userId()),
				context.billingAccountId(), Objects.requireNonNull(context.idempotencyKey()), context.requestId(),
				this.lease.operation().featureCode(), this.usage.quantityMinor(), this.lease.operation().budgetId(),
				this.endedAt.toString(), new String(this.call.body(), StandardCharsets.UTF_8));
	}

	private static List<MeterLine> linesOf(Usage usage) {
		if (usage.meters().isEmpty()) {
			return List.of();
		}
		List<MeterLine> lines = new ArrayList<>(usage.meters().size());
		for (MeterUsage meter : usage.meters()) {
			// The gate refuses the whole commit for a line of zero.
			if (meter.quantityMinor() > 0) {
				lines.add(new MeterLine(meter.meterCode(), Long.toString(meter.quantityMinor())));
			}
		}
		return lines;
	}

}
