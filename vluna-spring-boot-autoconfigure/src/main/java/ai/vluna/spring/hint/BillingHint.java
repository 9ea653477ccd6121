package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;

/**
 * A signal of the gate whose type may be known. A view of the decoded {@link Hint}, read
 * when it is asked: an attribute that is absent or odd is {@code null}, and none is lost.
 *
 * @since 0.1.0
 */
public sealed interface BillingHint permits ScarcityHint, RateLimitHint, PricingMissingHint, PricingChangedHint,
		MeterNotAllowedHint, LeaseClosedHint, LeaseExpiredHint, UnknownHint {

	/**
	 * Return the hint as the gate sent it.
	 * @return the hint with all its attributes
	 */
	Hint source();

	/**
	 * Look at a hint by its type.
	 * @param hint the hint
	 * @return the hint, typed; an {@link UnknownHint} where this version does not know
	 * the type
	 */
	static BillingHint of(Hint hint) {
		return switch (hint.type()) {
			case QuotaRemainingHint.TYPE -> new QuotaRemainingHint(hint);
			case FundingShortfallHint.TYPE -> new FundingShortfallHint(hint);
			case BudgetShortfallHint.TYPE -> new BudgetShortfallHint(hint);
			case BudgetHeadroomHint.TYPE -> new BudgetHeadroomHint(hint);
			case RateLimitHint.TYPE -> new RateLimitHint(hint);
			case PricingMissingHint.TYPE -> new PricingMissingHint(hint);
			case PricingChangedHint.TYPE -> new PricingChangedHint(hint);
			case MeterNotAllowedHint.TYPE -> new MeterNotAllowedHint(hint);
			case LeaseClosedHint.TYPE -> new LeaseClosedHint(hint);
			case LeaseExpiredHint.TYPE -> new LeaseExpiredHint(hint);
			default -> new UnknownHint(hint);
		};
	}

}
