package ai.vluna.spring.gate.refusal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.DenialReason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Remembers for a short time whom the gate denied what, so that a refused customer who
 * tries again and again gets the same answer without a round trip. Only what the gate
 * itself denied is remembered, so that no denial prolongs itself. Of each subject and
 * feature the last one is, and it holds for the same budget and for no smaller an
 * estimate. Bounded: what does not fit is not remembered.
 *
 * @since 0.1.0
 */
public final class RefusalMemory {

	private final Clock clock;

	private final Duration rememberFor;

	private final Duration rememberRateLimitsFor;

	private final int maxRefusals;

	private final ConcurrentMap<Payer, Refusal> refusals = new ConcurrentHashMap<>();

	/**
	 * Create a memory.
	 * @param clock tells when denials came
	 * @param rememberFor how long a denial is remembered, zero for not at all
	 * @param rememberRateLimitsFor how long one for too many requests is remembered at
	 * most, where the gate asks to wait for longer
	 * @param maxRefusals the largest number of denials that are remembered
	 */
	public RefusalMemory(Clock clock, Duration rememberFor, Duration rememberRateLimitsFor, int maxRefusals) {
		Assert.isTrue(!rememberFor.isNegative(), "'rememberFor' must not be negative");
		Assert.isTrue(!rememberRateLimitsFor.isNegative(), "'rememberRateLimitsFor' must not be negative");
		Assert.isTrue(maxRefusals >= 0, "'maxRefusals' must not be negative");
		this.clock = clock;
		this.rememberFor = rememberFor;
		this.rememberRateLimitsFor = rememberRateLimitsFor;
		this.maxRefusals = maxRefusals;
	}

	/**
	 * Return a memory that remembers nothing.
	 * @return a memory
	 */
	public static RefusalMemory none() {
		return new RefusalMemory(Clock.systemUTC(), Duration.ZERO, Duration.ZERO, 0);
	}

	/**
	 * Return the denial that answers a question.
	 * @param question the question
	 * @return the denial with what is left of its wait, or {@code null} when the gate is
	 * to be asked
	 */
	public @Nullable BillingDeniedException denialOf(Question question) {
		Payer payer = Payer.of(question);
		Refusal refusal = this.refusals.get(payer);
		if (refusal == null || !refusal.answers(question)) {
			return null;
		}
		Instant now = this.clock.instant();
		if (!refusal.holdsAt(now)) {
			this.refusals.remove(payer, refusal);
			return null;
		}
		return refusal.denialAt(now);
	}

	/**
	 * Remember what the gate denied.
	 * @param question the question
	 * @param denial the denial
	 */
	public void remember(Question question, BillingDeniedException denial) {
		Duration time = timeFor(denial);
		if (time.isZero()) {
			return;
		}
		Instant now = this.clock.instant();
		if (this.refusals.size() >= this.maxRefusals) {
			this.refusals.values().removeIf((refusal) -> !refusal.holdsAt(now));
		}
		if (this.refusals.size() < this.maxRefusals) {
			this.refusals.put(Payer.of(question), new Refusal(question, denial, now, now.plus(time)));
		}
	}

	/**
	 * Forget what was denied to a subject for a feature, as something was granted.
	 * @param question the question
	 */
	public void forget(Question question) {
		this.refusals.remove(Payer.of(question));
	}

	private Duration timeFor(BillingDeniedException denial) {
		Duration wait = denial.getRetryAfter();
		if (denial.getReason() != DenialReason.RATE_LIMIT || wait == null || this.rememberFor.isZero()) {
			return this.rememberFor;
		}
		return (wait.compareTo(this.rememberRateLimitsFor) < 0) ? wait : this.rememberRateLimitsFor;
	}

	/**
	 * Whose denial it is.
	 *
	 * @param subject who was to pay
	 * @param featureCode the feature
	 */
	private record Payer(BillingSubject subject, String featureCode) {

		private static Payer of(Question question) {
			return new Payer(question.subject(), question.featureCode());
		}

	}

	/**
	 * What the gate denied.
	 *
	 * @param question the question
	 * @param denial its answer
	 * @param since when it was answered
	 * @param until when it is to be asked again
	 */
	private record Refusal(Question question, BillingDeniedException denial, Instant since, Instant until) {

		private boolean answers(Question other) {
			return other.estimate() >= this.question.estimate()
					&& Objects.equals(other.budgetId(), this.question.budgetId())
					&& (other.key() == null || other.key().equals(this.question.key()));
		}

		private boolean holdsAt(Instant now) {
			// Not when the clock was set back either.
			return !now.isBefore(this.since) && now.isBefore(this.until);
		}

		private BillingDeniedException denialAt(Instant now) {
			Duration wait = this.denial.getRetryAfter();
			return this.denial
				.remembered((wait != null) ? inSeconds(wait.minus(Duration.between(this.since, now))) : null);
		}

		private static Duration inSeconds(Duration wait) {
			return Duration.ofSeconds(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds()));
		}

	}

}
