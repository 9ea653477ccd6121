package ai.vluna.integration.crash;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;

/**
 * Who pays, and for what. They have enough.
 */
final class Customers {

	static final String FEATURE = "llm.paid";

	static final long PRICE = 3;

	static final long BALANCE = 1_000_000_000_000L;

	static final List<BillingSubject> ALL = Stream.of("acme", "globex", "initech")
		.flatMap((principal) -> IntStream.range(0, 8).mapToObj((user) -> BillingSubject.of(principal, "user-" + user)))
		.toList();

	private Customers() {
	}

	static BillingSubject any(RandomGenerator dice) {
		return ALL.get(dice.nextInt(ALL.size()));
	}

	static GateCatalogue catalogue() {
		GateCatalogue.Builder catalogue = GateCatalogue.builder().feature(FEATURE, (feature) -> feature.price(PRICE));
		ALL.stream()
			.map(BillingSubject::principalId)
			.distinct()
			.forEach((principal) -> catalogue.account(principal,
					(account) -> ALL.stream()
						.filter((subject) -> subject.principalId().equals(principal))
						.forEach((subject) -> account.balance(subject.userId(), BALANCE))));
		return catalogue.build();
	}

}
