package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.PolicyBundle;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody.MeterLine;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as one transaction sees it, and its moment. What the transaction changes
 * in the catalogue is kept only if it succeeds.
 */
final class View {

	private static final String AUTO_FAMILY = "auto.registry";

	private final Instant now;

	private GateCatalogue catalogue;

	View(GateCatalogue catalogue, Instant now) {
		this.catalogue = catalogue;
		this.now = now;
	}

	GateCatalogue catalogue() {
		return this.catalogue;
	}

	void catalogue(GateCatalogue catalogue) {
		this.catalogue = catalogue;
	}

	Instant now() {
		return this.now;
	}

	View at(Instant moment) {
		return new View(this.catalogue, moment);
	}

	Account plan(BillingUser user) {
		return this.catalogue.account(user.account.principal);
	}

	Feature usableFeature(BillingUser user, String code) {
		return usableFeature(user, code, () -> null);
	}

	Feature usableFeature(BillingUser user, String code, Supplier<@Nullable String> family) {
		Feature known = this.catalogue.feature(code);
		Feature feature = (known != null) ? known : register(code, family);
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

	private Feature register(String code, Supplier<@Nullable String> family) {
		if (!this.catalogue.autoRegistry()) {
			throw Refusal.notFound("feature not found");
		}
		String named = family.get();
		String familyCode = (named != null) ? named : AUTO_FAMILY;
		this.catalogue = this.catalogue.mutate().feature(code, (feature) -> feature.family(familyCode)).build();
		return Objects.requireNonNull(this.catalogue.feature(code));
	}

	/**
	 * Creates the meters that are not known yet, where the server does so.
	 * @param feature the feature
	 * @param lines the usage
	 * @return the feature, which then has the meters
	 */
	Feature withMeters(Feature feature, List<MeterLine> lines) {
		Feature extended = feature;
		for (MeterLine line : lines) {
			if (this.catalogue.autoRegistry() && !extended.meters().containsKey(line.code())) {
				extended = extended.withMeter(line.code(), null);
				this.catalogue = this.catalogue.mutate().feature(extended).build();
			}
		}
		return extended;
	}

	Runnable remember() {
		GateCatalogue catalogueNow = this.catalogue;
		return () -> this.catalogue = catalogueNow;
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
