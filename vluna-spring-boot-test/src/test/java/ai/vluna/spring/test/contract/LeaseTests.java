package ai.vluna.spring.test.contract;

import java.util.Locale;
import java.util.Map;

import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.MeterLine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lease is given before the work, and ends in a commit or a cancel.
 */
@ContractTest
class LeaseTests {

	private final ContractGate gate;

	LeaseTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void chargesWhatWasUsed() {
		Customer customer = this.gate.newCustomer().credit(1000);
		VlunaResponse<CommitResult> response = customer.use(Features.PAID, 7);
		assertThat(response.hints()).isEmpty();
		assertThat(response.data().amountXusd()).isEqualTo("21");
		assertThat(response.data().lines()).singleElement().satisfies((line) -> {
			assertThat(line.meterCode()).isEqualTo(Features.PAID);
			assertThat(line.quantityMinor()).isEqualTo("7");
			assertThat(line.unitPriceXusd()).isEqualTo("3");
			assertThat(line.isUnpriced()).isFalse();
		});
	}

	@Test
	void chargesEachMeterAtItsOwnPrice() {
		Customer customer = this.gate.newCustomer().credit(100_000);
		MeterLine[] meters = { Customer.meter(Features.PAID_IN, 1500), Customer.meter(Features.PAID_OUT, 2500) };
		VlunaResponse<CommitResult> first = customer.commit(customer.lease(Features.PAID), Features.PAID, 4000, meters);
		assertThat(first.hints()).isEmpty();
		assertThat(first.data().amountXusd()).isEqualTo("16000");
		VlunaResponse<CommitResult> second = customer.commit(customer.lease(Features.PAID), Features.PAID, 4000,
				meters);
		assertThat(second.data().amountXusd()).as("what was left of a floored meter counts later").isEqualTo("22000");
	}

	@Test
	void takesCodesInAnyCase() {
		Customer customer = this.gate.newCustomer();
		AuthorizeResult result = customer.authorize(' ' + Features.FREE.toUpperCase(Locale.ROOT)).data();
		assertThat(result.featureCode()).isEqualTo(Features.FREE);
		assertThat(result.featureFamilyCode()).isEqualTo(ContractCatalogue.PREFIX + ".standard");
	}

	@Test
	void knowsNoOtherFeatures() {
		this.gate.assumeThatUnknownCodesAreRefused();
		Customer customer = this.gate.newCustomer();
		VlunaRejectedException unknown = Refusals.refused(422, () -> customer.authorize(this.gate.newName("feature")));
		assertThat(unknown.getReason()).isEqualTo("feature not found");
	}

	@Test
	void isNotGivenForAnInactiveFeature() {
		Customer customer = this.gate.newCustomer();
		VlunaRejectedException inactive = Refusals.refused(422, () -> customer.authorize(Features.INACTIVE));
		assertThat(inactive.getReason()).isEqualTo("feature inactive");
	}

	@Test
	void takesUsageOfItsOwnFeatureOnly() {
		Customer customer = this.gate.newCustomer();
		String lease = customer.lease(Features.FREE);
		VlunaRejectedException refusal = Refusals.refused(422, () -> customer.commit(lease, Features.UNPRICED, 1));
		assertThat(refusal.getReason()).isEqualTo("feature mismatch for lease");
		assertThat(customer.commit(lease, Features.FREE, 1).hints()).isEmpty();
	}

	@Test
	void belongsToOneUser() {
		Customer customer = this.gate.newCustomer();
		Customer other = customer.withUser("bob");
		String lease = customer.lease(Features.FREE);
		assertThat(Refusals.refused(422, () -> other.commit(lease, Features.FREE, 1)).getReason())
			.isEqualTo("lease not found");
		assertThat(Refusals.refused(422, () -> other.cancel(lease)).getReason()).isEqualTo("lease not found");
	}

	@Test
	void isCancelledOnce() {
		Customer customer = this.gate.newCustomer();
		String lease = customer.lease(Features.FREE);
		assertThat(customer.cancel(lease).data().cancelled()).isTrue();
		assertThat(customer.cancel(lease).data().cancelled()).isFalse();
	}

	@Test
	void isNotCancelledAfterItsCommit() {
		Customer customer = this.gate.newCustomer();
		String lease = customer.lease(Features.FREE);
		customer.commit(lease, Features.FREE, 1);
		assertThat(customer.cancel(lease).data().cancelled()).isFalse();
	}

	@Test
	void takesNoZero() {
		Customer customer = this.gate.newCustomer();
		String lease = customer.lease(Features.FREE);
		VlunaRejectedException refusal = Refusals.refused(422, () -> customer.write(VlunaRequest.post("/gate/commits")
			.body(Map.of("lease_token", lease, "feature_code", Features.FREE, "quantity_minor", "0"))));
		assertThat(refusal.getReason()).isEqualTo("quantity_minor must be greater than 0");
		assertThat(customer.commit(lease, Features.FREE, 1).hints()).isEmpty();
	}

}
