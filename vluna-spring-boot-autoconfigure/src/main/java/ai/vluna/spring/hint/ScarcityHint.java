package ai.vluna.spring.hint;

/**
 * Quota, balance or budget will not last: time to do the work cheaper. On admission the
 * gate compares an estimate with balance and budget, but not with quotas: these it tells
 * of with a commit that exceeds them. A prepaid user without any balance gets one on
 * every admission, free features included.
 *
 * @since 0.1.0
 */
public sealed interface ScarcityHint extends BillingHint
		permits QuotaRemainingHint, FundingShortfallHint, BudgetShortfallHint, BudgetHeadroomHint {

}
