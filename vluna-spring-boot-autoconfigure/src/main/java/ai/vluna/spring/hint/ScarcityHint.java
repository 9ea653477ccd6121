package ai.vluna.spring.hint;

/**
 * Quota, balance or budget will not last: time to do the work cheaper. The gate tells it
 * when it compares them with an estimate, and without one when next to nothing is left. A
 * prepaid user without any balance gets one on every admission, free features included.
 *
 * @since 0.1.0
 */
public sealed interface ScarcityHint extends BillingHint
		permits QuotaRemainingHint, FundingShortfallHint, BudgetShortfallHint, BudgetHeadroomHint {

}
