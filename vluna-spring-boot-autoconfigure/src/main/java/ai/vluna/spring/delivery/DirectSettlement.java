package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.delivery.ChargeSender.Attempt;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Phase;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.usage.Usage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Charges on the caller's way, without a store: one attempt for which the caller waits a
 * bounded time, then repetitions of the identical request from bounded memory. What is
 * unconfirmed when the process ends is lost; what cannot be charged is reported and
 * logged once.
 *
 * @since 0.1.0
 */
public final class DirectSettlement implements Settlement, AutoCloseable {

	private static final Log logger = LogFactory.getLog(DirectSettlement.class);

	private static final String STOPPED = "not confirmed when the application stopped";

	private final GateOperations gate;

	private final DirectSettings settings;

	private final Backoff backoff;

	private final ChargeSender sender;

	private final BillingListener listener;

	private final Clock clock;

	private final Scheduler timer;

	private final Intake intake;

	private final Refuge refuge;

	private final OpenCharges open;

	private volatile boolean closed;

	/**
	 * Create a settlement.
	 * @param gate the gate
	 * @param settings the settings
	 * @param listener told of the results
	 * @param clock tells when work ended
	 * @param timer times the waits; nothing on it blocks
	 */
	public DirectSettlement(GateOperations gate, DirectSettings settings, BillingListener listener, Clock clock,
			Scheduler timer) {
		this(gate, settings, listener, clock, timer, Intake.unbounded());
	}

	/**
	 * Create a settlement that takes no usage once an intake is closed.
	 * @param gate the gate
	 * @param settings the settings
	 * @param listener told of the results
	 * @param clock tells when work ended
	 * @param timer times the waits; nothing on it blocks
	 * @param intake decides whether work is let in
	 */
	public DirectSettlement(GateOperations gate, DirectSettings settings, BillingListener listener, Clock clock,
			Scheduler timer, Intake intake) {
		this(gate, settings, listener, clock, timer, intake, Refuge.NONE);
	}

	/**
	 * Create a settlement for what could not be kept elsewhere.
	 * @param gate the gate
	 * @param settings the settings
	 * @param listener told of the results
	 * @param clock tells when work ended
	 * @param timer times the waits; nothing on it blocks
	 * @param intake decides whether work is let in
	 * @param refuge where unconfirmed charges may be kept by now, asked before each
	 * repetition, and those that the gate refuses go at once
	 */
	DirectSettlement(GateOperations gate, DirectSettings settings, BillingListener listener, Clock clock,
			Scheduler timer, Intake intake, Refuge refuge) {
		this.gate = gate;
		this.settings = settings;
		this.backoff = settings.backoff();
		this.listener = BillingListeners.of(listener);
		this.sender = new ChargeSender(gate, this.listener);
		this.clock = clock;
		this.timer = timer;
		this.intake = intake;
		this.refuge = refuge;
		this.open = new OpenCharges(settings.maxPending());
	}

	@Override
	public @Nullable String hindrance() {
		return this.intake.hindrance(false);
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
		return charge(charge);
	}

	Mono<Void> charge(Charge charge) {
		this.open.begin(charge);
		CompletableFuture<Void> settled = this.sender.send(charge).toFuture().thenAccept(this::conclude);
		return settled.isDone() ? Mono.empty()
				: Mono.fromFuture(settled, true)
					.timeout(this.settings.timeout(), Mono.empty(), this.timer)
					.onErrorComplete();
	}

	@Override
	public void release(Lease lease) {
		this.gate.cancel(lease.callContext(Phase.CANCEL), new CancelRequest(lease.token()))
			.send()
			.subscribe((cancelled) -> {
			}, (ex) -> logger.debug("A lease was not released and will expire: " + ex.getMessage()));
	}

	@Override
	public void bury(Lease lease, @Nullable Usage usage, String detail) {
		logger.error("Usage of '%s' by %s/%s cannot be charged: %s".formatted(lease.operation().featureCode(),
				lease.subject().principalId(), lease.subject().userId(), detail));
		lease.finish();
		this.listener.settled(lease, SettlementResult.DEAD, usage);
	}

	/**
	 * Return how many charges are unconfirmed and being sent again.
	 * @return the number of charges in memory
	 */
	public int pending() {
		return this.open.unconfirmed();
	}

	/**
	 * Ask the refuge for what is in memory now, not when it would be sent again, whether
	 * an answer is awaited or not.
	 */
	void seekRefuge() {
		this.open.forEach((charge) -> this.refuge.store(charge)
			.filter(Boolean::booleanValue)
			.subscribe((kept) -> handedOver(charge)));
	}

	/**
	 * Wait until every charge is confirmed or given up. Blocks.
	 * @param patience the longest wait
	 * @return whether none is left
	 */
	boolean awaitConfirmed(Duration patience) {
		return this.open.awaitNone(patience);
	}

	/**
	 * Stop sending unconfirmed charges again. They are lost.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.open.forEach((charge) -> dead(charge, stopped()));
	}

	private String stopped() {
		return (this.refuge != Refuge.NONE) ? STOPPED : STOPPED + ", durable delivery would have kept it";
	}

	private void conclude(Attempt attempt) {
		Charge charge = attempt.charge();
		switch (attempt.verdict().fate()) {
			case CHARGED -> finish(charge, charge.confirmedAs());
			case DUPLICATE -> finish(charge, SettlementResult.DUPLICATE);
			case BOOK, DEAD -> refused(charge, attempt.verdict());
			case UNKNOWN -> keep(attempt);
		}
	}

	private void refused(Charge charge, Verdict verdict) {
		this.open.end(charge, () -> {
			if (!this.refuge.bury(charge, verdict)) {
				lose(charge, verdict.detail());
			}
		});
	}

	private void keep(Attempt attempt) {
		Charge charge = attempt.charge();
		if (this.closed) {
			dead(charge, stopped());
			return;
		}
		if (!this.open.reserve(charge)) {
			dead(charge, "too many charges are unconfirmed, this one because " + attempt.verdict().detail());
			return;
		}
		this.listener.settled(charge.lease(), SettlementResult.UNCONFIRMED, charge.usage());
		long deadline = this.timer.now(TimeUnit.MILLISECONDS) + this.settings.retryFor().toMillis();
		repeat(attempt, 1, deadline);
	}

	private void repeat(Attempt before, int attempts, long deadline) {
		Charge charge = before.charge();
		this.open.replace(charge);
		Mono.delay(this.backoff.after(attempts, before.verdict().gateWait()), this.timer)
			.filter((tick) -> !this.closed && this.open.contains(charge))
			.flatMap((tick) -> this.refuge.store(charge))
			.flatMap((kept) -> (kept) ? handedOver(charge) : this.sender.send(charge))
			.subscribe((attempt) -> repeated(attempt, attempts + 1, deadline),
					(ex) -> dead(charge, String.valueOf(ex)));
	}

	private Mono<Attempt> handedOver(Charge charge) {
		this.open.end(charge, () -> this.refuge.stored(charge));
		return Mono.empty();
	}

	private void repeated(Attempt attempt, int attempts, long deadline) {
		Verdict verdict = attempt.verdict();
		if (verdict.fate() != Verdict.Fate.UNKNOWN) {
			conclude(attempt);
		}
		// Never given up without having asked once more, however long nobody was asked.
		else if (!verdict.asked() || this.timer.now(TimeUnit.MILLISECONDS) < deadline) {
			repeat(attempt, attempts, deadline);
		}
		else {
			dead(attempt.charge(), "given up: " + verdict.detail());
		}
	}

	private void finish(Charge charge, SettlementResult result) {
		this.open.end(charge, () -> {
			charge.lease().finish();
			this.listener.settled(charge.lease(), result, charge.usage());
			this.refuge.ended(charge);
		});
	}

	private void dead(Charge charge, String detail) {
		this.open.end(charge, () -> lose(charge, detail));
	}

	private void lose(Charge charge, String detail) {
		bury(charge.lease(), charge.usage(), "%s: %s".formatted(charge.usage(), detail));
		this.refuge.ended(charge);
	}

}
