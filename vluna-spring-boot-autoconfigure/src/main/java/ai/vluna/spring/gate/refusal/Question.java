package ai.vluna.spring.gate.refusal;

import ai.vluna.spring.context.BillingSubject;
import org.jspecify.annotations.Nullable;

/**
 * What the gate is asked to admit.
 *
 * @param subject who pays
 * @param featureCode the feature
 * @param budgetId the budget to charge, if any
 * @param estimate the estimated quantity, zero if none is told
 * @param key the stable key, or {@code null}: under one the gate may know a lease that it
 * grants again whatever has changed since
 */
public record Question(BillingSubject subject, String featureCode, @Nullable String budgetId, long estimate,
		@Nullable String key) {

}
