package ai.vluna.spring.test.contract;

import java.util.List;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Money belongs to a user of a principal, and to nobody else.
 */
@ContractTest
class BalanceTests {

	private final ContractGate gate;

	BalanceTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void deniesPaidWorkWithoutMoney() {
		VlunaRejectedException refusal = Refusals.refused(402, () -> this.gate.newCustomer().authorize(Features.PAID));
		assertThat(refusal.getCode()).isEqualTo("SERVER.CONFIG");
		assertThat(refusal.getReason()).isEqualTo("grant balance exhausted");
	}

	@Test
	void allowsFreeAndUnpricedWorkWithoutMoney() {
		Customer customer = this.gate.newCustomer();
		assertThat(Hint.find(customer.authorize(Features.FREE).hints(), "funding.xusd_shortfall")).isNotNull();
		assertThat(customer.lease(Features.UNPRICED)).isNotEmpty();
	}

	@Test
	void doesNotShareMoneyBetweenUsers() {
		Customer customer = this.gate.newCustomer().credit(1000);
		assertThat(customer.authorize(Features.PAID).hints()).isEmpty();
		assertThat(Refusals.refused(402, () -> customer.withUser("bob").authorize(Features.PAID)).getReason())
			.isEqualTo("grant balance exhausted");
	}

	@Test
	void takesMoreThanIsLeft() {
		Customer customer = this.gate.newCustomer().credit(10);
		String lease = customer.lease(Features.PAID);
		assertThat(customer.commit(lease, Features.PAID, 100).hints()).isEmpty();
		Refusals.refused(402, () -> customer.authorize(Features.PAID));
		assertThat(customer.credit(1000).lease(Features.PAID)).isNotEmpty();
	}

	@Test
	void reservesNothing() {
		Customer customer = this.gate.newCustomer().credit(10);
		List<String> leases = List.of(customer.lease(Features.PAID), customer.lease(Features.PAID),
				customer.lease(Features.PAID));
		assertThat(leases).doesNotHaveDuplicates();
	}

	@Test
	void saysWhatAnEstimateLacks() {
		Customer customer = this.gate.newCustomer().credit(10);
		List<Hint> hints = customer.authorize(Features.PAID, "100", null).hints();
		assertThat(Hint.find(hints, "funding.xusd_shortfall").number("shortfall_xusd").longValue()).isPositive();
		Hint remaining = Hint.find(hints, "quota.remaining");
		assertThat(remaining.number("max_quantity_minor").longValue()).isEqualTo(3);
		assertThat(remaining.text("message")).contains("insufficient credits");
	}

	@Test
	void creditsOnceUnderOneKey() {
		Customer customer = this.gate.newCustomer();
		String key = this.gate.newKey();
		customer.credit(key, 10).credit(key, 10);
		customer.use(Features.PAID, 4);
		Refusals.refused(402, () -> customer.authorize(Features.PAID));
	}

}
