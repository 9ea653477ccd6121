package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.PolicyBundle;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as one transaction sees it, and its moment.
 *
 * @param catalogue what is known
 * @param now when the transaction runs
 */
record View(GateCatalogue catalogue, Instant now) {

	Account plan(BillingUser user) {
		return this.catalogue.account(user.account.principal);
	}

	Feature usableFeature(BillingUser user, String code) {
		@Nullable Feature feature = this.catalogue.feature(code);
		if (feature == null) {
			throw Refusal.notFound("feature not found");
		}
		if (!feature.active()) {
			throw Refusal.notFound("feature inactive");
		}
		Account plan = plan(user);
		if (plan.deniedFamilies().contains(feature.family())) {
			throw Refusal.of(403, "ENTITLEMENT.DENIED", "entitlement denied");
		}
		if (feature.entitlementRequired() && !plan.grantedFamilies().contains(feature.family())) {
			throw Refusal.of(403, "ENTITLEMENT.REQUIRED", "entitlement required");
		}
		return feature;
	}

	/**
	 * Returns the windows that usage counts in; the first is the one an authorize shows.
	 * @param user the user
	 * @param feature the feature
	 * @return the windows
	 */
	List<QuotaWindow> quotaWindows(BillingUser user, Feature feature) {
		return quotas(plan(user), feature).stream()
			.distinct()
			.map((quota) -> new QuotaWindow(feature.code(), quota, Window.around(this.now, quota.window())))
			.toList();
	}

	private static List<Quota> quotas(Account plan, Feature feature) {
		if (plan.policies() == PolicyBundle.OWN) {
			return plan.quotas().getOrDefault(feature.code(), List.of());
		}
		List<Quota> quotas = new ArrayList<>(plan.quotas().getOrDefault(feature.code(), feature.quotas()));
		quotas.add(Quota.UNLIMITED_PER_DAY);
		return quotas;
	}

	List<Rate> rates(BillingUser user, Feature feature) {
		Account plan = plan(user);
		return (plan.policies() == PolicyBundle.OWN) ? plan.rates().getOrDefault(feature.code(), List.of())
				: feature.rates();
	}

	void checkPolicies(BillingUser user, Feature feature) {
		PolicyBundle policies = plan(user).policies();
		boolean silent = policies == PolicyBundle.OWN && quotaWindows(user, feature).isEmpty();
		if (policies == PolicyBundle.EMPTY || (silent && rates(user, feature).isEmpty())) {
			throw Refusal.notFound("no active policy for feature");
		}
		if (policies == PolicyBundle.RATE_ONLY || silent) {
			throw Refusal.of(500, "SERVER.CONFIG", "no quota policy window configured for feature");
		}
	}

}
