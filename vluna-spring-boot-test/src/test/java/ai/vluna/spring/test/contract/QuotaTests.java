package ai.vluna.spring.test.contract;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A quota counts what is committed, for a user or for all users of a principal.
 */
@ContractTest
class QuotaTests {

	private final ContractGate gate;

	QuotaTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void deniesWhenItIsUsedUp() {
		Customer customer = this.gate.newCustomer();
		customer.use(Features.QUOTA, 10);
		VlunaRejectedException refusal = Refusals.refused(402, () -> customer.authorize(Features.QUOTA));
		assertThat(refusal.getCode()).isEqualTo("SERVER.CONFIG");
		assertThat(refusal.getReason()).isEqualTo("quota limit exhausted");
		assertThat(customer.withUser("bob").lease(Features.QUOTA)).isNotEmpty();
		assertThat(customer.lease(Features.FREE)).isNotEmpty();
	}

	@Test
	void takesMoreThanIsLeft() {
		Customer customer = this.gate.newCustomer();
		String lease = customer.lease(Features.QUOTA);
		customer.use(Features.QUOTA, 4);
		Hint hint = Hint.find(customer.commit(lease, Features.QUOTA, 20).hints(), "quota.remaining");
		assertThat(hint).isNotNull();
		assertThat(hint.number("max_quantity_minor").longValue()).isEqualTo(6);
		assertThat(used(customer, Features.QUOTA)).isEqualTo("10");
	}

	@Test
	void isSharedByUsersWhenItBelongsToTheAccount() {
		Customer customer = this.gate.newCustomer();
		customer.use(Features.SHARED_QUOTA, 10);
		assertThat(Refusals.refused(402, () -> customer.withUser("bob").authorize(Features.SHARED_QUOTA)).getReason())
			.isEqualTo("quota limit exhausted");
	}

	@Test
	void doesNotCountWhatHasNoPrice() {
		Customer customer = this.gate.newCustomer();
		for (int i = 0; i < 3; i++) {
			customer.use(Features.UNPRICED_QUOTA, 9);
		}
		assertThat(customer.lease(Features.UNPRICED_QUOTA)).isNotEmpty();
		assertThat(used(customer, Features.UNPRICED_QUOTA)).isEqualTo("0");
	}

	@Test
	void reservesNothing() {
		Customer customer = this.gate.newCustomer();
		customer.authorize(Features.QUOTA, "100", null);
		customer.authorize(Features.QUOTA, "100", null);
		assertThat(used(customer, Features.QUOTA)).isEqualTo("0");
	}

	private static String used(Customer customer, String feature) {
		return customer.quota(feature).usedMinor();
	}

}
