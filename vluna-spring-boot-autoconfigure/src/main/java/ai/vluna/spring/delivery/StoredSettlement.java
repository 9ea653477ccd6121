package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.Admission;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.Phase;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Charges by way of a store: write first, then answer the caller, then send. The caller
 * waits for one local write that it shares with others, and for nothing of the gate.
 * Where the store does not answer in time, the same request is sent directly, and is at
 * risk until it is confirmed.
 *
 * @since 0.1.0
 */
public final class StoredSettlement implements Settlement, DeliveryListener, AutoCloseable {

	private final GateOperations gate;

	private final DeliveryTarget target;

	private final SettlementStore store;

	private final SettlementWriter writer;

	private final DirectSettlement unstored;

	private final int maxAtRisk;

	private final StoreTrouble trouble;

	private final Burials burials;

	private final BillingListener listener;

	private final Clock clock;

	private final Intake intake;

	private final Waived waived = new Waived();

	private final Underway underway = new Underway();

	/**
	 * Create a settlement.
	 * @param gate prepares what is stored
	 * @param target the gate and the realm
	 * @param store where to keep settlements
	 * @param settings how to write
	 * @param direct how to send what could not be stored
	 * @param listener told of the results
	 * @param clock tells when work ended
	 * @param timer times the waits; nothing on it blocks
	 */
	public StoredSettlement(GateOperations gate, DeliveryTarget target, SettlementStore store, WriterSettings settings,
			DirectSettings direct, BillingListener listener, Clock clock, Scheduler timer) {
		this(gate, target, store, settings, direct, listener, clock, timer, Intake.unbounded());
	}

	/**
	 * Create a settlement that takes no usage while an intake is closed or full.
	 * @param gate prepares what is stored
	 * @param target the gate and the realm
	 * @param store where to keep settlements
	 * @param settings how to write
	 * @param direct how to send what could not be stored
	 * @param listener told of the results
	 * @param clock tells when work ended
	 * @param timer times the waits; nothing on it blocks
	 * @param intake decides whether work is let in
	 */
	public StoredSettlement(GateOperations gate, DeliveryTarget target, SettlementStore store, WriterSettings settings,
			DirectSettings direct, BillingListener listener, Clock clock, Scheduler timer, Intake intake) {
		this.gate = gate;
		this.target = target;
		this.store = store;
		this.writer = new SettlementWriter(store, settings, timer);
		this.maxAtRisk = direct.maxPending();
		this.unstored = new DirectSettlement(gate, direct.unbounded(), listener, clock, timer, Intake.unbounded(),
				new StoreRefuge());
		this.trouble = new StoreTrouble(clock);
		this.burials = new Burials(this.writer, settings.timeout(), direct.backoff(), timer, this.trouble::occurred);
		this.listener = BillingListeners.of(listener);
		this.clock = clock;
		this.intake = intake;
	}

	@Override
	public @Nullable String hindrance() {
		int atRisk = atRisk();
		// Whatever could be stored since then: it may work in part.
		return this.intake.hindrance(atRisk >= this.maxAtRisk && (atRisk > 0 || this.trouble.isRecent()));
	}

	@Override
	public Mono<Void> charge(Lease lease, Usage usage) {
		Charge charge;
		try {
			charge = Charge.of(this.gate, lease, usage, this.clock.instant());
		}
		catch (RuntimeException ex) {
			bury(lease, usage, "%s cannot be sent: %s".formatted(usage, ex.getMessage()));
			return Mono.empty();
		}
		this.waived.add(charge);
		this.underway.begin();
		CompletableFuture<@Nullable Void> settled = store(charge).onErrorResume((ex) -> sent(charge, ex)).toFuture();
		settled.whenComplete((nothing, failure) -> this.underway.end());
		return Mono.fromFuture(settled, true).onErrorComplete();
	}

	private Mono<Void> store(Charge charge) {
		return write(charge).doOnSuccess((nothing) -> stored(charge));
	}

	private Mono<Void> write(Charge charge) {
		return Mono.fromFuture(this.writer.write(charge.toPending(this.target)), true);
	}

	private void stored(Charge charge) {
		Lease lease = charge.lease();
		if (lease.admission() == Admission.WAIVED) {
			this.waived.stored(lease.id());
		}
		else {
			lease.finish();
		}
		this.listener.settled(lease, SettlementResult.STORED, charge.usage());
		this.trouble.over();
	}

	private Mono<Void> sent(Charge charge, Throwable failure) {
		this.trouble.occurred(failure);
		return this.unstored.charge(charge);
	}

	@Override
	public void release(Lease lease) {
		this.unstored.release(lease);
	}

	@Override
	public void bury(Lease lease, @Nullable Usage usage, String detail) {
		DeadSettlement dead = new DeadSettlement(unsendable(lease), DeadSettlement.Cause.UNSENDABLE, detail,
				this.clock.instant().toString());
		bury(lease, usage, dead, detail);
	}

	private void bury(Lease lease, @Nullable Usage usage, DeadSettlement dead, String detail) {
		this.burials.bury(dead).thenAccept((stored) -> {
			this.waived.finish(lease.id());
			if (stored) {
				lease.finish();
				this.listener.settled(lease, SettlementResult.DEAD, usage);
				this.trouble.over();
			}
			else {
				this.unstored.bury(lease, usage, detail + ", and it was not stored when the application stopped");
			}
		});
	}

	private PendingSettlement unsendable(Lease lease) {
		CallContext context = lease.callContext(Phase.COMMIT);
		return new PendingSettlement(PendingSettlement.CURRENT_VERSION, lease.id(), Kind.NONE, this.target.baseUrl(),
				this.target.realmId(), lease.subject().principalId(), lease.subject().userId(),
				lease.subject().billingAccountId(), Phase.COMMIT.key(lease.id()), context.requestId(),
				lease.operation().featureCode(), 0, lease.operation().budgetId(), this.clock.instant().toString(), "");
	}

	@Override
	public void hinted(PendingSettlement settlement, BillingHints hints) {
		Operation operation = Operation.builder(settlement.featureCode()).budgetId(settlement.budgetId()).build();
		BillingSubject subject = new BillingSubject(settlement.principalId(), settlement.userId(),
				settlement.billingAccountId());
		this.listener.hinted(HintPhase.SETTLED, operation, subject, hints);
	}

	@Override
	public void delivered(PendingSettlement settlement, SettlementResult result) {
		this.waived.finish(settlement.id());
	}

	@Override
	public void died(DeadSettlement dead) {
		this.waived.finish(dead.settlement().id());
	}

	/**
	 * Learn what other instances sent. Blocks.
	 */
	void look() {
		this.waived.finish(this.store::endedAmong);
	}

	/**
	 * Return whether the store is in trouble: the last usage could not be stored, a short
	 * while ago.
	 * @return whether usage is sent without being stored
	 */
	public boolean isTroubled() {
		return this.trouble.isRecent();
	}

	/**
	 * Return how many charges are neither stored nor confirmed, and would be lost with
	 * the process, those for an operator included.
	 * @return the number of charges in memory
	 */
	public int atRisk() {
		return this.unstored.pending() + this.burials.atRisk();
	}

	/**
	 * Wait until every charge is stored or confirmed. Blocks.
	 * @param patience the longest wait
	 */
	void awaitSafe(Duration patience) {
		long start = System.nanoTime();
		storeAtRisk();
		if (this.underway.awaitNone(patience)
				&& this.unstored.awaitConfirmed(patience.minusNanos(System.nanoTime() - start))) {
			this.burials.awaitStored(patience.minusNanos(System.nanoTime() - start));
		}
	}

	private void storeAtRisk() {
		// The store may work again, and the next attempt come after the end.
		this.unstored.seekRefuge();
		this.burials.writeNow();
	}

	/**
	 * Return what was written to the store so far.
	 * @return the statistics
	 */
	public WriterStatistics written() {
		return this.writer.statistics();
	}

	/**
	 * Take no more, and store what is waiting, for a bounded time. What could not be
	 * stored and is not confirmed is given up.
	 */
	@Override
	public void close() {
		storeAtRisk();
		this.writer.close();
		this.unstored.close();
		this.burials.close();
	}

	/**
	 * The store, for charges that are sent from memory.
	 */
	private final class StoreRefuge implements Refuge {

		@Override
		public Mono<Boolean> store(Charge charge) {
			return write(charge).thenReturn(true).onErrorReturn(false);
		}

		@Override
		public void stored(Charge charge) {
			StoredSettlement.this.stored(charge);
		}

		@Override
		public boolean bury(Charge charge, Verdict verdict) {
			DeadSettlement dead = new DeadSettlement(charge.toPending(StoredSettlement.this.target), verdict.cause(),
					verdict.detail(), StoredSettlement.this.clock.instant().toString());
			StoredSettlement.this.bury(charge.lease(), charge.usage(), dead,
					"%s: %s".formatted(charge.usage(), verdict.detail()));
			return true;
		}

		@Override
		public void ended(Charge charge) {
			StoredSettlement.this.waived.finish(charge.lease().id());
		}

	}

}
