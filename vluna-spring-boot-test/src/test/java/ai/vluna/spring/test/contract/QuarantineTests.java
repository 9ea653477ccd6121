package ai.vluna.spring.test.contract;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.CommitResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A commit that is answered with 200 and not charged says so in a hint.
 */
@ContractTest
class QuarantineTests {

	private final ContractGate gate;

	QuarantineTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void doesNotChargeWithoutAPrice() {
		VlunaResponse<CommitResult> response = this.gate.newCustomer().use(Features.UNPRICED, 5);
		Hint hint = Hint.find(response.hints(), "pricing.not_configured");
		assertThat(hint).isNotNull();
		assertThat(hint.text("feature_code")).isEqualTo(Features.UNPRICED);
		assertThat(hint.text("meters")).contains(Features.UNPRICED);
		assertThat(response.data().lines()).allMatch(CommitResult.Line::isUnpriced);
	}

	@Test
	void doesNotChargeWhatIsPartlyUnknown() {
		this.gate.assumeThatUnknownCodesAreRefused();
		Customer customer = this.gate.newCustomer().credit(1000);
		String unknown = Features.PAID + ".unknown";
		VlunaResponse<CommitResult> response = customer.commit(customer.lease(Features.PAID), Features.PAID, 1000,
				Customer.meter(Features.PAID_IN, 1000), Customer.meter(unknown, 1));
		Hint hint = Hint.find(response.hints(), "feature.meter_not_allowed");
		assertThat(hint).isNotNull();
		assertThat(hint.text("meters")).contains(unknown);
		assertThat(customer.lease(Features.PAID)).as("2000 XUSD would have been too much").isNotEmpty();
	}

	@Test
	void doesNotChargeALeaseTwice() {
		Customer customer = this.gate.newCustomer().credit(30);
		String lease = customer.lease(Features.PAID);
		assertThat(customer.commit(lease, Features.PAID, 7).hints()).isEmpty();
		VlunaResponse<CommitResult> response = customer.commit(lease, Features.PAID, 7);
		assertThat(stateAtCommit(response)).isEqualTo("closed");
		assertThat(customer.lease(Features.PAID)).as("9 of 30 XUSD are left").isNotEmpty();
	}

	@Test
	void doesNotChargeACancelledLease() {
		Customer customer = this.gate.newCustomer().credit(10);
		String lease = customer.lease(Features.PAID);
		customer.cancel(lease);
		assertThat(stateAtCommit(customer.commit(lease, Features.PAID, 7))).isEqualTo("canceled");
		assertThat(customer.lease(Features.PAID)).as("10 XUSD are left").isNotEmpty();
	}

	@Test
	void chargesWhenOnlyTheExpectedPriceDiffers() {
		Customer customer = this.gate.newCustomer().credit(10);
		Map<String, Object> line = Map.of("meter_code", Features.PAID, "quantity_minor", "7", "client_pricing_etag",
				"stale");
		VlunaRequest commit = VlunaRequest.post("/gate/commits")
			.body(Map.of("lease_token", customer.lease(Features.PAID), "feature_code", Features.PAID, "quantity_minor",
					"7", "meters", List.of(line)));
		VlunaResponse<CommitResult> response = this.gate.client()
			.call(customer.context(this.gate.newKey()), commit, CommitResult.class)
			.await();
		assertThat(response.hints()).extracting(Hint::type).containsExactly("pricing.changed");
		assertThat(Refusals.refused(402, () -> customer.authorize(Features.PAID)).getReason())
			.isEqualTo("grant balance exhausted");
	}

	private static String stateAtCommit(VlunaResponse<CommitResult> response) {
		Hint hint = Hint.find(response.hints(), "lease.closed_at_commit");
		assertThat(hint).isNotNull();
		return hint.text("state");
	}

}
