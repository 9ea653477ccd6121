package ai.vluna.spring.test.gate.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A customer and the plan it is on. Money belongs to the users of a principal, never to
 * the principal.
 *
 * @param principal the principal id
 * @param postpaid whether work is allowed without balance
 * @param policies the policies of the plan
 * @param balances the credited XUSD of each user
 * @param disabledUsers the users that are refused
 * @param grantedFamilies the families it is entitled to
 * @param deniedFamilies the families its plan denies
 * @param quotas the quotas of its own plan, by feature, in place of the feature's
 * @param rates the rates of its own plan, by feature, used with {@link PolicyBundle#OWN}
 * @param seats the number of users it may have, zero for any
 * @param budgets the budgets of its users
 * @since 0.1.0
 */
public record Account(String principal, boolean postpaid, PolicyBundle policies, Map<String, Long> balances,
		Set<String> disabledUsers, Set<String> grantedFamilies, Set<String> deniedFamilies,
		Map<String, List<Quota>> quotas, Map<String, List<Rate>> rates, int seats, List<Budget> budgets) {

	static Account unknown(String principal) {
		return new Builder(principal).build();
	}

	/**
	 * Collects what is known about a customer.
	 */
	public static final class Builder {

		private final String principal;

		private boolean postpaid;

		private PolicyBundle policies = PolicyBundle.COMPLETE;

		private final Map<String, Long> balances = new LinkedHashMap<>();

		private final Set<String> disabledUsers = new HashSet<>();

		private final Set<String> grantedFamilies = new LinkedHashSet<>();

		private final Set<String> deniedFamilies = new LinkedHashSet<>();

		private final Map<String, List<Quota>> quotas = new LinkedHashMap<>();

		private final Map<String, List<Rate>> rates = new LinkedHashMap<>();

		private int seats;

		private final List<Budget> budgets = new ArrayList<>();

		Builder(String principal) {
			this.principal = principal;
		}

		Builder(Account account) {
			this.principal = account.principal;
			this.postpaid = account.postpaid;
			this.policies = account.policies;
			this.balances.putAll(account.balances);
			this.disabledUsers.addAll(account.disabledUsers);
			this.grantedFamilies.addAll(account.grantedFamilies);
			this.deniedFamilies.addAll(account.deniedFamilies);
			account.quotas.forEach((feature, quotas) -> this.quotas.put(feature, new ArrayList<>(quotas)));
			this.rates.putAll(account.rates);
			this.seats = account.seats;
			this.budgets.addAll(account.budgets);
		}

		/**
		 * Lets the account work without balance.
		 * @return this builder
		 */
		public Builder postpaid() {
			this.postpaid = true;
			return this;
		}

		/**
		 * Chooses the policies of the plan.
		 * @param policies the policies
		 * @return this builder
		 */
		public Builder policies(PolicyBundle policies) {
			this.policies = policies;
			return this;
		}

		/**
		 * Gives a user a balance, in place of an earlier one.
		 * @param user the user id
		 * @param xusd the amount of XUSD
		 * @return this builder
		 */
		public Builder balance(String user, long xusd) {
			this.balances.put(user, xusd);
			return this;
		}

		/**
		 * Disables a user.
		 * @param user the user id
		 * @return this builder
		 */
		public Builder disabledUser(String user) {
			this.disabledUsers.add(user);
			return this;
		}

		/**
		 * Lets a disabled user work again.
		 * @param user the user id
		 * @return this builder
		 */
		public Builder restoredUser(String user) {
			this.disabledUsers.remove(user);
			return this;
		}

		/**
		 * Puts the account on a plan, in place of what an earlier plan gave it.
		 * @param plan the terms of the plan
		 * @return this builder
		 */
		public Builder plan(PlanTerms plan) {
			this.policies = PolicyBundle.OWN;
			this.quotas.clear();
			plan.quotas().forEach((feature, quotas) -> this.quotas.put(feature, new ArrayList<>(quotas)));
			this.rates.clear();
			this.rates.putAll(plan.rates());
			this.grantedFamilies.clear();
			this.grantedFamilies.addAll(plan.grantedFamilies());
			this.deniedFamilies.clear();
			this.deniedFamilies.addAll(plan.deniedFamilies());
			return this;
		}

		/**
		 * Entitles the account to a family.
		 * @param family the code of the family
		 * @return this builder
		 */
		public Builder grant(String family) {
			this.grantedFamilies.add(family);
			return this;
		}

		/**
		 * Denies the account a family.
		 * @param family the code of the family
		 * @return this builder
		 */
		public Builder deny(String family) {
			this.deniedFamilies.add(family);
			return this;
		}

		/**
		 * Gives the account's plan a quota of its own for a feature. A limit of zero is a
		 * quota that is used up for good.
		 * @param feature the feature code
		 * @param quota the limit
		 * @return this builder
		 */
		public Builder quota(String feature, Quota quota) {
			this.quotas.computeIfAbsent(feature, (code) -> new ArrayList<>()).add(quota);
			return this;
		}

		/**
		 * Limits the number of users.
		 * @param seats the number of users
		 * @return this builder
		 */
		public Builder seats(int seats) {
			this.seats = seats;
			return this;
		}

		/**
		 * Gives a user a budget.
		 * @param budget the budget
		 * @return this builder
		 */
		public Builder budget(Budget budget) {
			this.budgets.add(budget);
			return this;
		}

		Account build() {
			return new Account(this.principal, this.postpaid, this.policies, Map.copyOf(this.balances),
					Set.copyOf(this.disabledUsers), Set.copyOf(this.grantedFamilies), Set.copyOf(this.deniedFamilies),
					Map.copyOf(this.quotas), Map.copyOf(this.rates), this.seats, List.copyOf(this.budgets));
		}

	}

}
