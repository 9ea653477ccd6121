package ai.vluna.spring.test.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.Budget;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.PolicyBundle;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import ai.vluna.spring.test.gate.catalogue.Rounding;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The embedded gate and its catalogue. Bound by Spring Boot, not meant to be constructed.
 *
 * @param enabled Whether a gate is started in this process and used instead of a remote
 * one.
 * @param port Port of the gate, zero for any free one.
 * @param features Features the gate knows; others do not exist.
 * @param accounts Customers that exist beforehand.
 * @param knownPrincipals Principals without an account that have been seen before, so
 * that their first call does not fail.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna.embedded-gate")
public record EmbeddedGateProperties(@DefaultValue("false") boolean enabled, @DefaultValue("0") int port,
		@DefaultValue List<FeatureProperties> features, @DefaultValue List<AccountProperties> accounts,
		@DefaultValue List<String> knownPrincipals) {

	GateCatalogue toCatalogue() {
		GateCatalogue.Builder catalogue = GateCatalogue.builder();
		this.features.forEach((feature) -> catalogue.feature(feature.code(), feature::describe));
		this.accounts.forEach((account) -> catalogue.account(account.principal(), account::describe));
		return catalogue.build();
	}

	/**
	 * Something that can be billed.
	 *
	 * @param code Feature code, also the code of its primary meter.
	 * @param family Feature family code.
	 * @param active Whether it may be used.
	 * @param entitlementRequired Whether an account needs its family granted.
	 * @param price Price of the primary meter; without one its usage is not charged.
	 * @param meters Further meters.
	 * @param quotas Limits of what is committed.
	 * @param rates Limits of how often it is authorized.
	 */
	public record FeatureProperties(String code, @DefaultValue("default") String family,
			@DefaultValue("true") boolean active, @DefaultValue("false") boolean entitlementRequired,
			@Nullable PriceProperties price, @DefaultValue List<MeterProperties> meters,
			@DefaultValue List<QuotaProperties> quotas, @DefaultValue List<RateProperties> rates) {

		void describe(Feature.Builder feature) {
			feature.family(this.family);
			if (!this.active) {
				feature.inactive();
			}
			if (this.entitlementRequired) {
				feature.entitlementRequired();
			}
			if (this.price != null) {
				feature.price(this.price.toPrice());
			}
			this.meters.forEach(
					(meter) -> feature.meter(meter.code(), (meter.price() != null) ? meter.price().toPrice() : null));
			this.quotas.forEach((quota) -> feature.quota(quota.toQuota()));
			this.rates.forEach((rate) -> feature.rate(new Rate(rate.limit(), rate.window())));
		}

	}

	/**
	 * What a meter costs.
	 *
	 * @param xusd Amount of XUSD for one block of units.
	 * @param perUnits Number of minor units in a block.
	 * @param rounding What happens to a block that is not full.
	 */
	public record PriceProperties(long xusd, @DefaultValue("1") long perUnits,
			@DefaultValue("ceil") Rounding rounding) {

		Price toPrice() {
			return new Price(this.xusd, this.perUnits, this.rounding);
		}

	}

	/**
	 * A further meter of a feature.
	 *
	 * @param code Meter code.
	 * @param price Price of the meter; without one its usage is not charged.
	 */
	public record MeterProperties(String code, @Nullable PriceProperties price) {

	}

	/**
	 * How much may be committed in a window.
	 *
	 * @param limit Number of minor units.
	 * @param window Length of the window, aligned to the UTC epoch.
	 * @param scope Whose usage is counted together.
	 */
	public record QuotaProperties(long limit, Duration window, @DefaultValue("user") Quota.Scope scope) {

		Quota toQuota() {
			return new Quota(this.limit, this.window, this.scope);
		}

	}

	/**
	 * How many leases a user may be given in a window.
	 *
	 * @param limit Number of authorize calls.
	 * @param window Length of the window, aligned to the UTC epoch.
	 */
	public record RateProperties(long limit, Duration window) {

	}

	/**
	 * A customer.
	 *
	 * @param principal Principal id.
	 * @param postpaid Whether work is allowed without balance.
	 * @param policies Policies of its plan.
	 * @param seats Number of users it may have, zero for any.
	 * @param users Users that exist beforehand.
	 * @param grantedFamilies Families it is entitled to.
	 * @param deniedFamilies Families its plan denies.
	 * @param quotas Quotas of its own plan, in place of those of the feature.
	 */
	public record AccountProperties(String principal, @DefaultValue("false") boolean postpaid,
			@DefaultValue("complete") PolicyBundle policies, @DefaultValue("0") int seats,
			@DefaultValue List<UserProperties> users, @DefaultValue List<String> grantedFamilies,
			@DefaultValue List<String> deniedFamilies, @DefaultValue List<AccountQuotaProperties> quotas) {

		void describe(Account.Builder account) {
			if (this.postpaid) {
				account.postpaid();
			}
			account.policies(this.policies).seats(this.seats);
			this.users.forEach((user) -> user.describe(account));
			this.grantedFamilies.forEach(account::grant);
			this.deniedFamilies.forEach(account::deny);
			this.quotas.forEach(
					(quota) -> account.quota(quota.feature(), new Quota(quota.limit(), quota.window(), quota.scope())));
		}

	}

	/**
	 * A user of a customer.
	 *
	 * @param name User id.
	 * @param balance Credited XUSD.
	 * @param disabled Whether every call is refused.
	 * @param budgets Budgets the user has set aside.
	 */
	public record UserProperties(String name, @DefaultValue("0") long balance, @DefaultValue("false") boolean disabled,
			@DefaultValue List<BudgetProperties> budgets) {

		void describe(Account.Builder account) {
			account.balance(this.name, this.balance);
			if (this.disabled) {
				account.disabledUser(this.name);
			}
			this.budgets.forEach((budget) -> account.budget(new Budget(budget.id(), this.name, budget.limitXusd())));
		}

	}

	/**
	 * An amount of money set aside.
	 *
	 * @param id Identifier that requests name.
	 * @param limitXusd Amount of XUSD.
	 */
	public record BudgetProperties(UUID id, long limitXusd) {

	}

	/**
	 * A quota of a customer's own plan. A limit of zero is used up for good.
	 *
	 * @param feature Feature code.
	 * @param limit Number of minor units.
	 * @param window Length of the window, aligned to the UTC epoch.
	 * @param scope Whose usage is counted together.
	 */
	public record AccountQuotaProperties(String feature, long limit, Duration window,
			@DefaultValue("user") Quota.Scope scope) {

	}

}
