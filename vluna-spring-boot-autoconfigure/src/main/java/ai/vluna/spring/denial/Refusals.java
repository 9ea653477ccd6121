package ai.vluna.spring.denial;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the gate's refusals of a customer from our own mistakes. Code and status alone do
 * not suffice: an exhausted balance and an exhausted quota differ only in the message.
 * For internal use: it may change without notice.
 */
public final class Refusals {

	private Refusals() {
	}

	/**
	 * Translate an error answer to an authorize request.
	 * @param featureCode the feature that was to be used
	 * @param rejection the answer
	 * @return a denial, or a configuration error where the customer is not to blame
	 */
	public static BillingException of(String featureCode, VlunaRejectedException rejection) {
		DenialReason reason = reasonOf(rejection);
		if (reason != null) {
			return new BillingDeniedException(featureCode, reason, rejection.getReason(), rejection.getHints(),
					waitOf(rejection), rejection);
		}
		return new BillingConfigurationException(featureCode, explain(rejection), rejection);
	}

	/**
	 * Return how long the gate asks to wait.
	 * @param rejection the answer
	 * @return the wait in whole seconds, at least one, or {@code null} unless there were
	 * too many requests
	 */
	public static @Nullable Duration waitOf(VlunaRejectedException rejection) {
		Hint hint = (rejection.getStatus() == 429) ? Hint.find(rejection.getHints(), "rate.limit") : null;
		Number seconds = (hint != null) ? hint.number("seconds") : null;
		return (seconds != null) ? Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds.doubleValue()))) : null;
	}

	private static @Nullable DenialReason reasonOf(VlunaRejectedException rejection) {
		return switch (rejection.getStatus()) {
			case 402 -> paymentReason(rejection);
			case 403 -> accessReason(rejection.getCode());
			case 422 -> rejection.getReason().startsWith("budget not found") ? DenialReason.BUDGET : null;
			case 429 -> DenialReason.RATE_LIMIT;
			default -> null;
		};
	}

	private static DenialReason paymentReason(VlunaRejectedException rejection) {
		List<Hint> hints = rejection.getHints();
		String message = rejection.getReason().toLowerCase(Locale.ROOT);
		if ("BUDGET.EXHAUSTED".equals(rejection.getCode()) || Hint.find(hints, "budget.shortfall") != null) {
			return DenialReason.BUDGET;
		}
		if (message.contains("quota")) {
			return DenialReason.QUOTA;
		}
		// A quota.remaining is no evidence: it can mean money as well.
		return (message.contains("balance") || Hint.find(hints, "funding.xusd_shortfall") != null)
				? DenialReason.BALANCE : DenialReason.PAYMENT;
	}

	private static @Nullable DenialReason accessReason(@Nullable String code) {
		if (code == null) {
			return null;
		}
		if (code.startsWith("ENTITLEMENT.") || code.startsWith("SEAT.")) {
			return DenialReason.ENTITLEMENT;
		}
		return code.equals("AUTH.BILLING_USER_DISABLED") ? DenialReason.USER_DISABLED : null;
	}

	private static String explain(VlunaRejectedException rejection) {
		String remedy = switch (rejection.getStatus()) {
			case 401 -> "check 'vluna.service-key.id' and 'vluna.service-key.secret'";
			case 403 -> "check that the service key is active and belongs to 'vluna.realm-id'";
			case 404 -> "check 'vluna.base-url' and 'vluna.realm-id'";
			case 409 -> "the 'key' of the operation was used before with another feature family or budget, "
					+ "which must not change between attempts: keep them, or choose another key";
			case 422 -> "check that the feature exists, is active and has a policy in Vluna";
			default -> "see the message of the gate";
		};
		return rejection.getMessage() + "; " + remedy;
	}

}
