package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.delivery.store.DeadSettlement.Cause;
import ai.vluna.spring.denial.Refusals;
import ai.vluna.spring.gate.CommitOutcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What an answer to a commit or an ingest means for the money. A successful status alone
 * means nothing: an accepted commit may have charged nothing.
 *
 * @param outcome what the answer means
 * @param detail the gate's words and what to do about them, for an operator
 * @param gateWait how long the gate asks to wait before the same request is sent again
 * @param asked whether the charge was sent to the gate
 */
record Verdict(CommitOutcome outcome, String detail, @Nullable Duration gateWait, boolean asked) {

	private static final Verdict CHARGED = new Verdict(CommitOutcome.CHARGED, "charged");

	Verdict(CommitOutcome outcome, String detail) {
		this(outcome, detail, null, true);
	}

	/**
	 * Judge whatever comes of a call.
	 * @param answer the answer
	 * @return the verdict; never fails
	 */
	static Mono<Verdict> on(Mono<VlunaResponse<CommitResult>> answer) {
		return answer.map(Verdict::of)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("no answer")))
			.onErrorResume((ex) -> Mono.just(of(ex)));
	}

	/**
	 * Judge a successful answer.
	 * @param response the answer
	 * @return the verdict; unknown hints change nothing
	 */
	static Verdict of(VlunaResponse<CommitResult> response) {
		if (!response.hints().isEmpty()) {
			Verdict verdict = ofHints(response.hints());
			if (verdict != null) {
				return verdict;
			}
		}
		for (CommitResult.Line line : response.data().lines()) {
			if (line.isUnpriced()) {
				return unpriced("meter '%s'".formatted(line.meterCode()));
			}
		}
		return CHARGED;
	}

	private static @Nullable Verdict ofHints(List<Hint> hints) {
		Hint closed = Hint.find(hints, "lease.closed_at_commit");
		if (closed != null) {
			return ofClosed(String.valueOf(closed.text("state")));
		}
		Hint meters = Hint.find(hints, "feature.meter_not_allowed");
		if (meters != null) {
			return new Verdict(CommitOutcome.METER_NOT_ALLOWED,
					("accepted but not charged, as the feature does not have the meters %s: add them to the feature in "
							+ "Vluna, or correct the UsageExtractor, then book this usage by ingest")
						.formatted(meters.text("meters")));
		}
		Hint unpriced = Hint.find(hints, "pricing.not_configured");
		if (unpriced != null) {
			return unpriced("meters " + unpriced.text("meters"));
		}
		Hint expired = Hint.find(hints, "lease.expired");
		return (expired != null && Boolean.TRUE.equals(expired.attributes().get("exceeded_grace")))
				? new Verdict(CommitOutcome.LEASE_EXPIRED, "the lease expired") : null;
	}

	private static Verdict ofClosed(String state) {
		return switch (state) {
			case "closed" -> new Verdict(CommitOutcome.DUPLICATE, "the lease was charged before");
			case "canceled" -> new Verdict(CommitOutcome.LEASE_CANCELED, "the lease was cancelled");
			default -> new Verdict(CommitOutcome.LEASE_UNUSABLE,
					"accepted but not charged, as the lease is %s: find out why, then book this usage by ingest"
						.formatted(state));
		};
	}

	private static Verdict unpriced(String what) {
		return new Verdict(CommitOutcome.UNPRICED,
				"accepted but not charged, as there is no price for %s: set one in Vluna, then book this usage by ingest"
					.formatted(what));
	}

	/**
	 * Judge a failure.
	 * @param failure the failure
	 * @return the verdict; whatever is not a refusal of this very charge can be mended,
	 * and sending the same request again is always safe
	 */
	static Verdict of(Throwable failure) {
		if (failure instanceof VlunaRejectedException rejection) {
			CommitOutcome outcome = outcomeOf(rejection);
			return new Verdict(outcome,
					(outcome == CommitOutcome.REFUSED)
							? "%s; mend that in Vluna, then book this usage by ingest".formatted(rejection.getMessage())
							: String.valueOf(rejection.getMessage()),
					Refusals.waitOf(rejection), true);
		}
		boolean asked = !(failure instanceof VlunaUnavailableException unanswered) || unanswered.isSent();
		return new Verdict(CommitOutcome.UNKNOWN,
				String.valueOf((failure instanceof VlunaException) ? failure.getMessage() : failure), null, asked);
	}

	private static CommitOutcome outcomeOf(VlunaRejectedException rejection) {
		String code = rejection.getCode();
		String reason = rejection.getReason();
		return switch (rejection.getStatus()) {
			case 409 -> reason.startsWith("idempotency") ? CommitOutcome.DUPLICATE : CommitOutcome.UNKNOWN;
			case 500 -> reason.contains("numeric range") ? CommitOutcome.REFUSED : CommitOutcome.UNKNOWN;
			// Without a code it was not the gate that answered.
			case 413, 422 -> (code != null) ? CommitOutcome.REFUSED : CommitOutcome.BLOCKED;
			case 403 -> isOfTheCustomer(code) ? CommitOutcome.REFUSED : CommitOutcome.BLOCKED;
			case 401, 404, 415 -> CommitOutcome.BLOCKED;
			default -> (code != null) ? CommitOutcome.UNKNOWN : CommitOutcome.BLOCKED;
		};
	}

	private static boolean isOfTheCustomer(@Nullable String code) {
		return code != null && Stream.of("ENTITLEMENT.", "SEAT.", "AUTH.BILLING_").anyMatch(code::startsWith);
	}

	/**
	 * Return what has to be done.
	 * @return the fate of the charge
	 */
	Fate fate() {
		return switch (this.outcome) {
			case CHARGED -> Fate.CHARGED;
			case DUPLICATE -> Fate.DUPLICATE;
			case LEASE_CANCELED, LEASE_EXPIRED -> Fate.BOOK;
			case LEASE_UNUSABLE, METER_NOT_ALLOWED, UNPRICED, REFUSED -> Fate.DEAD;
			case BLOCKED, UNKNOWN -> Fate.UNKNOWN;
		};
	}

	/**
	 * Return why a charge that is not made is kept for an operator.
	 * @return the cause
	 */
	Cause cause() {
		return switch (this.outcome) {
			case UNPRICED -> Cause.UNPRICED;
			case LEASE_CANCELED, LEASE_EXPIRED, LEASE_UNUSABLE, METER_NOT_ALLOWED -> Cause.QUARANTINED;
			default -> Cause.REFUSED;
		};
	}

	/**
	 * What became of a charge.
	 */
	enum Fate {

		/**
		 * It was charged.
		 */
		CHARGED,

		/**
		 * It had been charged before.
		 */
		DUPLICATE,

		/**
		 * It was not charged, and has to be booked without the lease.
		 */
		BOOK,

		/**
		 * It cannot be charged without an operator.
		 */
		DEAD,

		/**
		 * The same request has to be sent again, now or after something was mended.
		 */
		UNKNOWN

	}

}
