package ai.vluna.integration.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Quota;

/**
 * Who pays for what: the rich, one who runs out of money now and then, one without any,
 * one with a small quota, and customers whom the gate has never seen.
 */
final class Catalogue {

	static final long PRICE = 3;

	static final BillingSubject THRIFTY = BillingSubject.of("thrifty", "tina");

	static final long POCKET_MONEY = 500;

	private static final long RICH = 1_000_000_000_000L;

	private static final String PAID = "llm.paid";

	private static final String LIMITED = "llm.limited";

	private static final String FREE = "llm.free";

	private static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	private static final BillingSubject BOB = BillingSubject.of("acme", "bob");

	private static final BillingSubject CAROL = BillingSubject.of("globex", "carol");

	private static final BillingSubject LIMITED_LARS = BillingSubject.of("limited", "lars");

	private static final BillingSubject POOR_PAUL = BillingSubject.of("poor", "paul");

	private static final Map<BillingSubject, Long> BALANCES = Map.of(ALICE, RICH, BOB, RICH, CAROL, RICH, LIMITED_LARS,
			RICH, THRIFTY, POCKET_MONEY, POOR_PAUL, 0L);

	static final Set<BillingSubject> WALLETS = BALANCES.keySet();

	private static final String NEWCOMER = "newcomer-";

	private Catalogue() {
	}

	static GateCatalogue create() {
		GateCatalogue.Builder catalogue = GateCatalogue.builder()
			.feature(PAID, (feature) -> feature.price(PRICE))
			.feature(LIMITED, (feature) -> feature.price(PRICE).quota(Quota.of(2_000, Duration.ofHours(1))))
			.feature(FREE, (feature) -> feature.price(0));
		BALANCES.keySet()
			.stream()
			.collect(Collectors.groupingBy(BillingSubject::principalId))
			.forEach((principal, subjects) -> catalogue.account(principal, (account) -> subjects
				.forEach((subject) -> account.balance(subject.userId(), BALANCES.get(subject)))));
		return catalogue.build();
	}

	static BillingSubject subject(RandomGenerator dice, int number) {
		return switch (dice.nextInt(16)) {
			case 0 -> POOR_PAUL;
			case 1, 2 -> THRIFTY;
			case 3, 4 -> LIMITED_LARS;
			case 5, 6 -> BillingSubject.of(NEWCOMER + number / 40, "nina");
			case 7, 8, 9 -> BOB;
			case 10, 11, 12 -> CAROL;
			default -> ALICE;
		};
	}

	static String feature(BillingSubject subject) {
		if (subject.principalId().startsWith(NEWCOMER)) {
			return FREE;
		}
		return subject.equals(LIMITED_LARS) ? LIMITED : PAID;
	}

	/**
	 * Return what a subject has in the beginning.
	 * @param subject the subject
	 * @return the balance
	 */
	static long balance(BillingSubject subject) {
		return BALANCES.getOrDefault(subject, 0L);
	}

}
