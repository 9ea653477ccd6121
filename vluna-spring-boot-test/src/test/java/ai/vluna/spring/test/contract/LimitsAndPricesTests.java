package ai.vluna.spring.test.contract;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import ai.vluna.spring.client.protocol.LimitWindow;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.MetersQuery;
import ai.vluna.spring.client.protocol.MetersQuery.Detail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Limits and prices can be read before they are met.
 */
@ContractTest
class LimitsAndPricesTests {

	private final ContractGate gate;

	LimitsAndPricesTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void showsQuotasAndWhatIsUsed() {
		Customer customer = this.gate.newCustomer();
		customer.use(Features.QUOTA, 4);
		LimitWindow quota = customer.quota(Features.QUOTA);
		assertThat(quota.subjectScope()).isEqualTo("user");
		assertThat(quota.limitMinor()).isEqualTo("10");
		assertThat(quota.usedMinor()).isEqualTo("4");
		assertThat(customer.quota(Features.SHARED_QUOTA).subjectScope()).isEqualTo("account");
		assertThat(customer.quota(Features.PAID).isUnlimited()).isTrue();
	}

	@Test
	void showsRatesAndWhatIsUsed() {
		Customer customer = this.gate.newCustomer();
		customer.lease(Features.RATE);
		assertThat(customer.limits(Features.RATE).get(0).rates()).singleElement().satisfies((rate) -> {
			assertThat(rate.limitMinor()).isEqualTo("2");
			assertThat(rate.usedMinor()).isEqualTo("1");
		});
	}

	@Test
	void showsThePricesOfAllMetersOfAFeature() {
		List<MeterLimit> meters = this.gate.newCustomer().meters(MetersQuery.pricesOf(List.of(Features.PAID)));
		assertThat(meters).extracting(MeterLimit::meterCode)
			.containsExactly(Features.PAID, Features.PAID_IN, Features.PAID_OUT);
		assertThat(meters).extracting(MeterLimit::pricing)
			.extracting("unitPriceXusd", "unitQuantityMinor", "rounding")
			.containsExactly(tuple("3", "1", "ceil"), tuple("2000", "1000", "ceil"), tuple("6000", "1000", "floor"));
	}

	@Test
	void showsWhichFeaturesHaveNoPrice() {
		List<MeterLimit> meters = this.gate.newCustomer().meters(MetersQuery.pricesOf(List.of(Features.UNPRICED)));
		assertThat(meters).singleElement().extracting(MeterLimit::pricing).isNull();
	}

	@Test
	void showsWhatTheBalanceCovers() {
		Customer customer = this.gate.newCustomer().credit(30);
		assertThat(coverage(customer, null)).extracting("basis", "balanceXusd", "maxQuantityMinorEstimated")
			.containsExactly("xusd", "30", "10");
	}

	@Test
	void showsWhatABudgetCovers() {
		Customer customer = this.gate.newCustomer();
		String budget = customer.createBudget(12);
		assertThat(coverage(customer, budget)).extracting("basis", "balanceXusd", "budgetId")
			.containsExactly("budget", "12", budget);
	}

	@Test
	void showsOnlyFeaturesOfTheAsker() {
		assertThat(this.gate.newCustomer().limits(Features.REPORT)).isEmpty();
		assertThat(this.gate.newCustomer(ContractCatalogue.PRO_PLAN).limits(Features.REPORT)).hasSize(1);
	}

	private static MeterLimit.Coverage coverage(Customer customer, @Nullable String budget) {
		MetersQuery query = new MetersQuery(List.of(Features.PAID), List.of(), List.of(), Set.of(Detail.COVERAGE),
				budget);
		return Objects.requireNonNull(customer.meters(query).get(0).coverage());
	}

}
