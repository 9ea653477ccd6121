package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Phase;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
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

	private final BillingListener listener;

	private final Clock clock;

	private final Scheduler timer;

	private final Intake intake;

	private final ConcurrentMap<Lease, Charge> open = new ConcurrentHashMap<>();

	/**
	 * Those of the open ones that are unconfirmed and being sent again.
	 */
	private final Set<Lease> kept = ConcurrentHashMap.newKeySet();

	private final Underway underway = new Underway();

	private final AtomicInteger pending = new AtomicInteger();

	private volatile @Nullable Refuge refuge;

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
		this.gate = gate;
		this.settings = settings;
		this.backoff = new Backoff(settings.minBackoff(), settings.maxBackoff());
		this.listener = BillingListeners.of(listener);
		this.clock = clock;
		this.timer = timer;
		this.intake = intake;
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

	/**
	 * Before an unconfirmed charge is sent again, see whether it can be kept elsewhere by
	 * now, where others take care of it. From now on no charge is given up before that,
	 * however many there are and however long it takes. Those that the gate refuses go
	 * there at once.
	 * @param refuge where charges are kept
	 */
	void takeRefuge(Refuge refuge) {
		this.refuge = refuge;
	}

	Mono<Void> charge(Charge charge) {
		this.open.put(charge.lease(), charge);
		this.underway.begin();
		CompletableFuture<Void> settled = attempt(charge).toFuture().thenAccept(this::conclude);
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
		return this.pending.get();
	}

	/**
	 * Return how many charges may be in memory.
	 * @return the number from which on there is no room for further ones
	 */
	int maxPending() {
		return this.settings.maxPending();
	}

	/**
	 * Return how long to wait before something is tried again.
	 * @return the backoff
	 */
	Backoff backoff() {
		return this.backoff;
	}

	/**
	 * Wait until every charge is confirmed or given up. Blocks.
	 * @param patience the longest wait
	 * @return whether none is left
	 */
	boolean awaitConfirmed(Duration patience) {
		return this.underway.awaitNone(patience);
	}

	/**
	 * Stop sending unconfirmed charges again. They are lost.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.open.values().forEach((charge) -> dead(charge, stopped()));
	}

	private String stopped() {
		return (this.refuge != null) ? STOPPED : STOPPED + ", durable delivery would have kept it";
	}

	private Mono<Attempt> attempt(Charge charge) {
		return Mono.defer(() -> charge.call().send())
			.doOnNext((response) -> tell(charge.lease(), response.hints()))
			.doOnError(VlunaRejectedException.class, (ex) -> tell(charge.lease(), ex.getHints()))
			.map(Verdict::of)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("no answer")))
			.onErrorResume((ex) -> Mono.just(Verdict.of(ex)))
			.doOnNext((verdict) -> tell(charge, verdict))
			.flatMap((verdict) -> (verdict.fate() == Verdict.Fate.BOOK && !charge.isIngest()) ? book(charge)
					: Mono.just(new Attempt(charge, verdict)));
	}

	private void tell(Charge charge, Verdict verdict) {
		if (verdict.asked()) {
			this.listener.answered(charge.lease(), verdict.outcome());
		}
	}

	private void tell(Lease lease, List<Hint> hints) {
		if (!hints.isEmpty()) {
			this.listener.hinted(HintPhase.SETTLED, lease.operation(), lease.subject(), BillingHints.of(hints));
		}
	}

	private Mono<Attempt> book(Charge charge) {
		return Mono.fromSupplier(() -> charge.asIngest(this.gate))
			.flatMap(this::attempt)
			.onErrorResume(
					(ex) -> Mono.just(new Attempt(charge, new Verdict(CommitOutcome.REFUSED, String.valueOf(ex)))));
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
		Refuge refuge = this.refuge;
		if (refuge != null) {
			end(charge, () -> refuge.bury(charge, verdict));
		}
		else {
			dead(charge, verdict.detail());
		}
	}

	private void keep(Attempt attempt) {
		Charge charge = attempt.charge();
		if (this.closed) {
			dead(charge, stopped());
			return;
		}
		if (this.pending.incrementAndGet() > this.settings.maxPending() && this.refuge == null) {
			this.pending.decrementAndGet();
			dead(charge, "too many charges are unconfirmed, this one because " + attempt.verdict().detail());
			return;
		}
		this.kept.add(charge.lease());
		this.listener.settled(charge.lease(), SettlementResult.UNCONFIRMED, charge.usage());
		long deadline = this.timer.now(TimeUnit.MILLISECONDS) + this.settings.retryFor().toMillis();
		repeat(attempt, 1, deadline);
	}

	private void repeat(Attempt before, int attempts, long deadline) {
		Charge charge = before.charge();
		Mono.delay(this.backoff.after(attempts, before.verdict().gateWait()), this.timer)
			.filter((tick) -> !this.closed)
			.flatMap((tick) -> rescued(charge))
			.doOnNext((rescued) -> forgetIf(rescued, charge))
			.filter((rescued) -> !rescued)
			.flatMap((tick) -> attempt(charge))
			.subscribe((attempt) -> repeated(attempt, attempts + 1, deadline),
					(ex) -> dead(charge, String.valueOf(ex)));
	}

	private Mono<Boolean> rescued(Charge charge) {
		Refuge refuge = this.refuge;
		return (refuge != null) ? refuge.keep(charge) : Mono.just(false);
	}

	private void forgetIf(boolean rescued, Charge charge) {
		if (rescued) {
			end(charge, () -> {
			});
		}
	}

	private void repeated(Attempt attempt, int attempts, long deadline) {
		Verdict verdict = attempt.verdict();
		if (verdict.fate() != Verdict.Fate.UNKNOWN) {
			conclude(attempt);
		}
		// Never given up without having asked once more, however long nobody was asked.
		else if (this.refuge != null || !verdict.asked() || this.timer.now(TimeUnit.MILLISECONDS) < deadline) {
			repeat(attempt, attempts, deadline);
		}
		else {
			dead(attempt.charge(), "given up: " + verdict.detail());
		}
	}

	private void finish(Charge charge, SettlementResult result) {
		end(charge, () -> {
			charge.lease().finish();
			this.listener.settled(charge.lease(), result, charge.usage());
			tellRefuge(charge);
		});
	}

	private void dead(Charge charge, String detail) {
		end(charge, () -> {
			bury(charge.lease(), charge.usage(), "%s: %s".formatted(charge.usage(), detail));
			tellRefuge(charge);
		});
	}

	private void tellRefuge(Charge charge) {
		Refuge refuge = this.refuge;
		if (refuge != null) {
			refuge.ended(charge);
		}
	}

	private void end(Charge charge, Runnable ending) {
		if (this.open.remove(charge.lease()) != null) {
			if (this.kept.remove(charge.lease())) {
				this.pending.decrementAndGet();
			}
			ending.run();
			this.underway.end();
		}
	}

	/**
	 * A charge that was sent, and what came of it.
	 *
	 * @param charge the charge
	 * @param verdict the verdict
	 */
	private record Attempt(Charge charge, Verdict verdict) {

	}

}
