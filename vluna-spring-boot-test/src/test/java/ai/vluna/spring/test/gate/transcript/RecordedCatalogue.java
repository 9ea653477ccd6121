package ai.vluna.spring.test.gate.transcript;

import java.time.Duration;
import java.util.UUID;

import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.Budget;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.PolicyBundle;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import ai.vluna.spring.test.gate.catalogue.Rounding;

/**
 * What the server knew when it was recorded.
 */
final class RecordedCatalogue {

	private static final String FAMILY = "llm.premium";

	private RecordedCatalogue() {
	}

	static GateCatalogue.Builder create() {
		GateCatalogue.Builder catalogue = GateCatalogue.builder();
		catalogue.feature("llm.chat", (feature) -> feature.family(FAMILY));
		catalogue.feature("llm.paid",
				(feature) -> feature.family(FAMILY)
					.price(3)
					.meter("llm.paid.in", Price.of(2000).per(1000))
					.meter("llm.paid.out", Price.of(6000).per(1000).rounded(Rounding.FLOOR)));
		catalogue.feature("llm.zero", (feature) -> feature.family(FAMILY).price(0));
		catalogue.feature("llm.off", (feature) -> feature.family(FAMILY).price(0).inactive());
		catalogue.feature("pro.report", (feature) -> feature.family("pro.tools").price(0).entitlementRequired());
		quotas(catalogue);
		accounts(catalogue);
		return catalogue;
	}

	private static void quotas(GateCatalogue.Builder catalogue) {
		Quota tenPerHour = Quota.of(10, Duration.ofHours(1));
		quota(catalogue, "llm.quota", tenPerHour);
		quota(catalogue, "llm.quotaacct", tenPerHour.shared());
		quota(catalogue, "llm.quota2", Quota.of(100, Duration.ofDays(1)));
		quota(catalogue, "llm.short", Quota.of(5, Duration.ofSeconds(10)));
		catalogue.feature("llm.quotaunpriced", (feature) -> feature.family(FAMILY).quota(tenPerHour));
		rate(catalogue, "llm.rate", new Rate(3, Duration.ofMinutes(1)));
		rate(catalogue, "llm.ratehint", new Rate(5, Duration.ofHours(1)));
	}

	private static void quota(GateCatalogue.Builder catalogue, String code, Quota quota) {
		catalogue.feature(code, (feature) -> feature.family(FAMILY).price(0).quota(quota));
	}

	private static void rate(GateCatalogue.Builder catalogue, String code, Rate rate) {
		catalogue.feature(code, (feature) -> feature.family(FAMILY).price(0).rate(rate));
	}

	private static void accounts(GateCatalogue.Builder catalogue) {
		UUID budget = UUID.fromString("3e478c75-4ea7-4f8b-9133-b236f58ca391");
		catalogue.account("acct-funded",
				(account) -> account.balance("u1", 1_000_000_000)
					.budget(new Budget(budget, "u1", 1000))
					.budget(new Budget(UUID.fromString("fada86d6-6f18-49ca-839c-5b065a5f868b"), "u1", 900)));
		catalogue.account("acct-bud-b1aa6e6c-3525-4587-8f07-22978202e4c2", (account) -> account.balance("u1", 1_000_000)
			.budget(new Budget(UUID.fromString("3043f9fb-949f-43ce-9a08-69742c90ab73"), "u1", 500)));
		catalogue.account("acct-postpaid", Account.Builder::postpaid);
		catalogue.account("acct-emptybundle", (account) -> account.policies(PolicyBundle.EMPTY));
		catalogue.account("acct-rateonly", (account) -> account.policies(PolicyBundle.RATE_ONLY));
		catalogue.account("acct-denypro", (account) -> account.deny("pro.tools"));
		catalogue.account("acct-poor-9ce35f06-72d7-4083-a47c-59894d6371b6", (account) -> account.balance("u1", 10));
		catalogue.account("acct-dis-bee13fc3-2ae3-4f98-aca3-90ff0f2eda3f", (account) -> account.disabledUser("u1"));
		catalogue.account("acct-seat-2eda3f", (account) -> account.seats(1));
	}

}
