package ai.vluna.spring.test.contract;

import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.CommitResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Usage without a lease is booked unasked.
 */
@ContractTest
class IngestTests {

	private final ContractGate gate;

	IngestTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void chargesLikeACommit() {
		Customer customer = this.gate.newCustomer().credit(21);
		VlunaResponse<CommitResult> response = customer.ingest(Features.PAID, 7);
		assertThat(response.hints()).isEmpty();
		assertThat(response.data().amountXusd()).isEqualTo("21");
		Refusals.refused(402, () -> customer.authorize(Features.PAID));
	}

	@Test
	void asksForNoMoney() {
		assertThat(this.gate.newCustomer().ingest(Features.PAID, 7).data().amountXusd()).isEqualTo("21");
	}

	@Test
	void asksForNoQuota() {
		Customer customer = this.gate.newCustomer();
		customer.use(Features.QUOTA, 10);
		assertThat(customer.ingest(Features.QUOTA, 5).hints()).isEmpty();
	}

	@Test
	void saysNothingOfAMissingPriceButInItsLines() {
		VlunaResponse<CommitResult> response = this.gate.newCustomer().ingest(Features.UNPRICED, 7);
		assertThat(response.hints()).isEmpty();
		assertThat(response.data().lines()).isNotEmpty().allMatch(CommitResult.Line::isUnpriced);
	}

	@Test
	void refusesAnUnknownMeter() {
		this.gate.assumeThatUnknownCodesAreRefused();
		Customer customer = this.gate.newCustomer();
		Refusals.refused(422, () -> customer.ingest(Features.PAID, 7, Customer.meter(Features.PAID + ".unknown", 7)));
	}

	@Test
	void chargesOnceUnderOneKey() {
		Customer customer = this.gate.newCustomer().credit(30);
		String key = this.gate.newKey();
		String first = customer.ingesting(key, Features.PAID, 7).await().data().commitId();
		assertThat(customer.ingesting(key, Features.PAID, 7).await().data().commitId()).isEqualTo(first);
		assertThat(customer.lease(Features.PAID)).as("9 of 30 XUSD are left").isNotEmpty();
		Refusals.refused(409, () -> customer.ingesting(key, Features.PAID, 8).await());
	}

}
