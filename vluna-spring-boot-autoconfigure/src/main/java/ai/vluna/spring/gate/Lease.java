package ai.vluna.spring.gate;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.idempotency.ClaimedKey;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintScope;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.MeterUsage;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageAccumulator;
import ai.vluna.spring.usage.UsageScope;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The right to settle one admitted operation once. The first terminal signal wins:
 *
 * <pre>
 * OPEN -&gt; SETTLING -&gt; COMMITTED    the gate confirmed the usage, or will by resending
 *                  -&gt; CANCELLED    nothing is charged
 *                  -&gt; HANDED_OVER  delivery or an operator takes care of the usage
 *                  -&gt; LEFT_OPEN    nothing is charged yet; the next attempt, if any, reuses it
 * </pre>
 *
 * Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class Lease implements HintScope {

	private final Admitted admitted;

	private final @Nullable Lease absorber;

	private final Admission admission;

	private final Answer answer;

	private final UsageAccumulator usage;

	private final Runnable finished;

	private final AtomicBoolean claimed = new AtomicBoolean();

	private final AtomicInteger late = new AtomicInteger();

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	private final AtomicReference<@Nullable CompletableFuture<State>> ended = new AtomicReference<>();

	Lease(Admitted admitted, Admission admission, Answer answer, UsageAccumulator usage, Runnable finished) {
		this.admitted = admitted;
		this.absorber = admitted.absorber();
		this.admission = admission;
		this.answer = answer;
		this.usage = usage;
		this.finished = finished;
	}

	/**
	 * Return the admitted operation.
	 * @return the operation
	 */
	public Operation operation() {
		return this.admitted.operation();
	}

	/**
	 * Return who pays, fixed at admission.
	 * @return the subject
	 */
	public BillingSubject subject() {
		return this.admitted.subject();
	}

	/**
	 * Return on what grounds the work was let in.
	 * @return the admission
	 */
	public Admission admission() {
		return this.admission;
	}

	/**
	 * Return the token that the gate granted.
	 * @return the token
	 * @throws IllegalStateException if the gate granted none
	 */
	public String token() {
		String token = this.answer.token();
		Assert.state(token != null, "Only a granted lease has a token");
		return token;
	}

	/**
	 * Return the state.
	 * @return the current state
	 */
	public State state() {
		return this.state.get();
	}

	/**
	 * Return what tells the operation apart from all others, and what the keys of all its
	 * phases are made of.
	 * @return the id, the same for all attempts under one stable key
	 */
	public String id() {
		return this.admitted.keyDigest();
	}

	/**
	 * Return what accompanies a call about this lease: its work may end on a thread that
	 * knows nothing of the trace, so the request id is that of the admission.
	 * @param phase the phase of the lifecycle
	 * @return the context, always with the same key for the same phase
	 */
	public CallContext callContext(Phase phase) {
		BillingSubject subject = this.admitted.subject();
		return new CallContext(subject.principalId(), subject.userId(), subject.billingAccountId(),
				phase.key(this.admitted.keyDigest()), this.admitted.requestId());
	}

	/**
	 * Return what the gate said at admission: beside the grant, or with the denial that
	 * was tolerated. An absorbed operation has the hints of the one around it.
	 * @return the hints, possibly none
	 */
	@Override
	public BillingHints hints() {
		return (this.absorber != null) ? this.absorber.hints() : this.answer.hints();
	}

	@Override
	public void report(Usage usage) {
		this.usage.report(usage);
	}

	/**
	 * Say that the settlement of this lease is over for good, so that nothing is owed for
	 * it any more.
	 */
	public void finish() {
		this.finished.run();
	}

	OperationPolicy policy() {
		return this.admitted.policy();
	}

	/**
	 * Return a usage with the lines that charge for its tokens, unless it has lines
	 * already.
	 * @param usage the usage
	 * @return the usage as it is to be charged
	 */
	Usage metered(Usage usage) {
		if (usage.tokens() == null || !usage.meters().isEmpty()) {
			return usage;
		}
		List<MeterUsage> lines = this.admitted.settings().meters().lines(usage.tokens());
		return lines.isEmpty() ? usage : usage.withMeters(lines);
	}

	/**
	 * Return what usage counts for that the work itself reports, and calls inside it.
	 * @param around what it counts for around the work
	 * @return this lease, unless its work has nothing inside
	 */
	@Nullable UsageScope inside(@Nullable UsageScope around) {
		return operation().leaf() ? around : this;
	}

	@Nullable ClaimedKey claimedKey() {
		return this.admitted.claimedKey();
	}

	UsageAccumulator usage() {
		return this.usage;
	}

	/**
	 * Return the lease of the operation that takes the usage of this one as its own.
	 * @return the lease
	 * @throws IllegalStateException if this one is settled by itself
	 */
	Lease absorber() {
		Assert.state(this.absorber != null, "Only an absorbed lease has an absorber");
		return this.absorber;
	}

	/**
	 * Return a lease under the name of the absorber, for usage that came too late to be a
	 * part of its settlement.
	 * @param absorber a lease that was settled
	 * @return a lease that is handed over and has keys of its own
	 */
	Lease lateFor(Lease absorber) {
		// Numbered, so that a repetition under a stable key books nothing twice.
		String keyDigest = absorber.admitted.keyDigest() + "-" + absorber.late.incrementAndGet();
		Admitted admitted = new Admitted(absorber.operation(), absorber.admitted.settings(), absorber.subject(),
				keyDigest, null, absorber, absorber.admitted.requestId());
		Lease late = new Lease(admitted, Admission.ABSORBED, Answer.NONE, this.usage, this.finished);
		late.state.set(State.HANDED_OVER);
		return late;
	}

	boolean absorbs(Operation inner) {
		return inner.absorbable() && policy().onInnerCall() == OnInnerCall.ABSORB && isPaidBy(inner.identity());
	}

	private boolean isPaidBy(BillingIdentity identity) {
		String principalId = identity.principalId();
		String userId = identity.userId();
		return (principalId == null || principalId.equals(subject().principalId()))
				&& (userId == null || userId.equals(subject().userId()));
	}

	/**
	 * Take the duty to settle this lease: whoever asked for it, or, if they left before
	 * it was granted, whoever cleans up after them.
	 * @return whether nobody else has it
	 */
	boolean claim() {
		return this.claimed.compareAndSet(false, true);
	}

	boolean beginSettling() {
		return this.state.compareAndSet(State.OPEN, State.SETTLING);
	}

	/**
	 * Leave the lease to the next attempt at the operation, if there is to be one here.
	 */
	void leave() {
		this.admitted.leave(this.answer);
	}

	void end(State end) {
		Assert.state(this.state.compareAndSet(State.SETTLING, end),
				() -> "A lease that is %s cannot become %s".formatted(this.state.get(), end));
		CompletableFuture<State> waiting = this.ended.get();
		if (waiting != null) {
			waiting.complete(end);
		}
	}

	/**
	 * Have an action told how this lease ended, at once if it did already.
	 * @param action takes the final state
	 */
	public void whenEnded(Consumer<State> action) {
		this.ended.compareAndSet(null, new CompletableFuture<>());
		CompletableFuture<State> waiting = Objects.requireNonNull(this.ended.get());
		State known = this.state.get();
		if (known.isEnd()) {
			waiting.complete(known);
		}
		waiting.thenAccept(action);
	}

	@Override
	public String toString() {
		return "Lease[operation=" + this.admitted.operation() + ", state=" + this.state.get() + "]";
	}

	/**
	 * The states of a lease.
	 */
	public enum State {

		/**
		 * The work may use what was granted.
		 */
		OPEN,

		/**
		 * The work is over, its end is being told to the gate.
		 */
		SETTLING,

		/**
		 * The usage was sent under the commit's key.
		 */
		COMMITTED,

		/**
		 * Nothing is charged.
		 */
		CANCELLED,

		/**
		 * The usage was handed to delivery or to an operator.
		 */
		HANDED_OVER,

		/**
		 * Nothing is charged, and another attempt at the operation gets the same lease.
		 */
		LEFT_OPEN;

		boolean isEnd() {
			return this != OPEN && this != SETTLING;
		}

	}

	/**
	 * What is known of an operation before the gate answers.
	 *
	 * @param operation the operation
	 * @param settings what holds for it, with no policy left open
	 * @param subject who pays
	 * @param keyDigest what all keys of the operation have in common
	 * @param claimedKey the caller's key that is held for the operation
	 * @param absorber the lease that takes the usage, or {@code null} to settle it
	 * @param requestId the id under which the gate was asked, or {@code null} if it was
	 * not
	 */
	record Admitted(Operation operation, FeatureSettings settings, BillingSubject subject, String keyDigest,
			@Nullable ClaimedKey claimedKey, @Nullable Lease absorber, @Nullable String requestId) {

		Admitted(Operation operation, FeatureSettings settings, BillingSubject subject, String keyDigest,
				@Nullable ClaimedKey claimedKey, @Nullable Lease absorber) {
			this(operation, settings, subject, keyDigest, claimedKey, absorber, null);
		}

		Admitted askedUnder(@Nullable String requestId) {
			return new Admitted(this.operation, this.settings, this.subject, this.keyDigest, this.claimedKey,
					this.absorber, requestId);
		}

		OperationPolicy policy() {
			return this.settings.policy();
		}

		void leave(Answer answer) {
			OperationAttempts attempts = this.operation.attempts();
			if (attempts != null) {
				attempts.leave(this.operation, this.subject, this.keyDigest, answer);
			}
		}

	}

	/**
	 * What the gate said when it was asked for a lease.
	 *
	 * @param token the token, or {@code null} if it granted none
	 * @param hints the hints
	 */
	record Answer(@Nullable String token, BillingHints hints) {

		static final Answer NONE = new Answer(null, BillingHints.NONE);

	}

}
