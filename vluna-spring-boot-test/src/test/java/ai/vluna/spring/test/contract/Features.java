package ai.vluna.spring.test.contract;

/**
 * The features of the suite's catalogue. The codes are those of their primary meters,
 * too. Where nothing else is said, a unit costs nothing and its number is not limited.
 */
final class Features {

	/**
	 * Costs 3 XUSD for a unit, and has two further meters.
	 */
	static final String PAID = ContractCatalogue.PREFIX + ".paid";

	/**
	 * Costs 2000 XUSD for a started thousand.
	 */
	static final String PAID_IN = PAID + ".in";

	/**
	 * Costs 6000 XUSD for a full thousand, carrying the rest.
	 */
	static final String PAID_OUT = PAID + ".out";

	static final String FREE = ContractCatalogue.PREFIX + ".free";

	static final String UNPRICED = ContractCatalogue.PREFIX + ".unpriced";

	static final String INACTIVE = ContractCatalogue.PREFIX + ".inactive";

	/**
	 * Ten units for each user.
	 */
	static final String QUOTA = ContractCatalogue.PREFIX + ".quota";

	/**
	 * Ten units for all users of a principal.
	 */
	static final String SHARED_QUOTA = ContractCatalogue.PREFIX + ".quota.shared";

	/**
	 * Ten units for each user, but without a price.
	 */
	static final String UNPRICED_QUOTA = ContractCatalogue.PREFIX + ".quota.unpriced";

	/**
	 * Two leases for each user.
	 */
	static final String RATE = ContractCatalogue.PREFIX + ".rate";

	/**
	 * Needs an entitlement.
	 */
	static final String REPORT = ContractCatalogue.PREFIX + ".report";

	private Features() {
	}

}
