package ai.vluna.spring.test.contract;

import java.util.Map;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Neither side stumbles over what it does not know.
 */
@ContractTest
class ToleranceTests {

	private final ContractGate gate;

	ToleranceTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void ignoresUnknownFieldsOfARequest() {
		Customer customer = this.gate.newCustomer();
		Map<String, Object> lease = customer.write(VlunaRequest.post("/gate/authorize")
			.body(Map.of("feature_code", Features.FREE, "colour", "green", "labels", Map.of("tier", 1))));
		assertThat((String) lease.get("lease_token")).startsWith("lease.");
	}

	@Test
	void keepsItsConnectionOverRefusals() {
		Customer customer = this.gate.newCustomer();
		VlunaClient client = this.gate.clientOnOneConnection();
		for (int i = 0; i < 5; i++) {
			Refusals.refused(422, () -> customer.authorizing(client, this.gate.newKey(), Features.INACTIVE).await());
			assertThat(customer.authorizing(client, this.gate.newKey(), Features.FREE).await().data()).isNotNull();
		}
	}

	@Test
	void survivesABodyThatIsTooLarge() {
		Customer customer = this.gate.newCustomer();
		VlunaException failure = catchThrowableOfType(VlunaException.class,
				() -> customer.write(VlunaRequest.post("/gate/authorize")
					.body(Map.of("feature_code", Features.FREE, "labels", Map.of("novel", "x".repeat(1 << 21))))));
		assertThat(failure).as("the connection may break before the answer is read").isNotNull();
		if (failure instanceof VlunaRejectedException refusal) {
			assertThat(refusal.getStatus()).isEqualTo(413);
		}
		assertThat(customer.lease(Features.FREE)).isNotEmpty();
	}

	@Test
	void findsNothingWhereNothingIs() {
		VlunaRejectedException refusal = Refusals.refused(404,
				() -> this.gate.newCustomer().read(VlunaRequest.get("/gate/nothing")));
		assertThat(refusal.getCode()).isEqualTo("RESOURCE.NOT_FOUND");
	}

}
