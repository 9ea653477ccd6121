package ai.vluna.spring.delivery;

import java.util.List;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.CommitResult;

/**
 * What an answer to a commit or an ingest means for the money. A successful status alone
 * means nothing: an accepted commit may have charged nothing.
 *
 * @param fate what became of the charge
 * @param detail the gate's words, for an operator
 */
record Verdict(Fate fate, String detail) {

	private static final Verdict CHARGED = new Verdict(Fate.CHARGED, "charged");

	/**
	 * Judge a successful answer.
	 * @param response the answer
	 * @return the verdict; unknown hints change nothing
	 */
	static Verdict of(VlunaResponse<CommitResult> response) {
		List<Hint> hints = response.hints();
		if (!hints.isEmpty()) {
			Hint closed = Hint.find(hints, "lease.closed_at_commit");
			if (closed != null) {
				return ofClosed(String.valueOf(closed.text("state")));
			}
			for (String blocking : List.of("feature.meter_not_allowed", "pricing.not_configured")) {
				if (Hint.find(hints, blocking) != null) {
					return new Verdict(Fate.DEAD, "accepted but not charged: " + blocking);
				}
			}
			Hint expired = Hint.find(hints, "lease.expired");
			if (expired != null && Boolean.TRUE.equals(expired.attributes().get("exceeded_grace"))) {
				return new Verdict(Fate.BOOK, "the lease expired");
			}
		}
		return response.data().lines().stream().anyMatch(CommitResult.Line::isUnpriced)
				? new Verdict(Fate.DEAD, "accepted but not charged: no price") : CHARGED;
	}

	private static Verdict ofClosed(String state) {
		return switch (state) {
			case "closed" -> new Verdict(Fate.DUPLICATE, "the lease was charged before");
			case "canceled" -> new Verdict(Fate.BOOK, "the lease was cancelled");
			default -> new Verdict(Fate.DEAD, "accepted but not charged: the lease is " + state);
		};
	}

	/**
	 * Judge a failure.
	 * @param failure the failure
	 * @return the verdict; whatever is not a refusal of this very charge can be mended,
	 * and sending the same request again is always safe
	 */
	static Verdict of(Throwable failure) {
		if (failure instanceof VlunaRejectedException rejection) {
			return new Verdict(fateOf(rejection), String.valueOf(rejection.getMessage()));
		}
		return new Verdict(Fate.UNKNOWN,
				String.valueOf((failure instanceof VlunaException) ? failure.getMessage() : failure));
	}

	private static Fate fateOf(VlunaRejectedException rejection) {
		String code = rejection.getCode();
		String reason = rejection.getReason();
		return switch (rejection.getStatus()) {
			case 409 -> reason.startsWith("idempotency") ? Fate.DUPLICATE : Fate.UNKNOWN;
			case 500 -> reason.contains("numeric range") ? Fate.DEAD : Fate.UNKNOWN;
			// Without a code it was not the gate that answered.
			case 413, 422 -> (code != null) ? Fate.DEAD : Fate.UNKNOWN;
			case 403 -> (code != null && (code.startsWith("ENTITLEMENT.") || code.startsWith("AUTH.BILLING_")))
					? Fate.DEAD : Fate.UNKNOWN;
			default -> Fate.UNKNOWN;
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
