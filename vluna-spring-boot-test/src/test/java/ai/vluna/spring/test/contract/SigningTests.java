package ai.vluna.spring.test.contract;

import java.util.Map;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.FeatureLimit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request is who it says it is, or it is refused.
 */
@ContractTest
class SigningTests {

	private final ContractGate gate;

	SigningTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void acceptsWhatTheClientSigns() {
		Customer customer = this.gate.newCustomer();
		assertThat(customer.authorize(Features.FREE).data().leaseToken()).startsWith("lease.");
		assertThat(customer.limits("a b&c/d=e", Features.FREE)).singleElement()
			.extracting(FeatureLimit::featureCode)
			.isEqualTo(Features.FREE);
	}

	@Test
	void refusesAnotherSecret() {
		VlunaClient stranger = this.gate.clientWithSecret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
		VlunaRejectedException refusal = Refusals.refused(401, () -> authorize(stranger));
		assertThat(refusal.getCode()).isEqualTo("AUTH.INVALID_SERVICE_SIGNATURE");
		assertThat(refusal.getReason()).isEqualTo("Signature mismatch");
	}

	@Test
	void refusesAnUnknownKey() {
		VlunaClient stranger = this.gate.clientWithKey("pk-" + this.gate.newKey());
		assertThat(Refusals.refused(401, () -> authorize(stranger)).getCode()).isEqualTo("AUTH.SERVICE_KEY_NOT_FOUND");
	}

	@Test
	void refusesAnUnknownRealm() {
		VlunaClient stranger = this.gate.clientOfRealm(this.gate.newName("realm"));
		assertThat(Refusals.refused(404, () -> authorize(stranger)).getCode()).isEqualTo("AUTH.UNKNOWN_REALM");
	}

	@Test
	void refusesARequestOfNobody() {
		VlunaCall<Object> nobody = this.gate.client()
			.call(CallContext.ofRealm(), VlunaRequest.get("/gate/limits"), Object.class);
		assertThat(Refusals.refused(401, nobody::await).getCode()).isEqualTo("AUTH.MISSING_RUNTIME_BINDINGS");
	}

	@Test
	void refusesToWriteWithoutAKey() {
		Customer customer = this.gate.newCustomer();
		VlunaCall<Object> keyless = this.gate.client()
			.call(CallContext.ofUser(customer.principal(), customer.user()),
					VlunaRequest.post("/gate/authorize").body(Map.of("feature_code", Features.FREE)), Object.class);
		assertThat(Refusals.refused(400, keyless::await).getReason()).isEqualTo("missing_idempotency_key");
	}

	@Test
	void checksTheAccountThatTheCallerBelievesIn() {
		Customer customer = this.gate.newCustomer();
		assertThat(authorize(customer, customer.accountId()).await().data().leaseToken()).isNotEmpty();
		VlunaRejectedException refusal = Refusals.refused(403,
				() -> authorize(customer, "00000000-0000-4000-8000-000000000000").await());
		assertThat(refusal.getCode()).isEqualTo("AUTH.BILLING_ACCOUNT_MISMATCH");
	}

	private void authorize(VlunaClient client) {
		this.gate.stranger().authorizing(client, this.gate.newKey(), Features.FREE).await();
	}

	private VlunaCall<AuthorizeResult> authorize(Customer customer, String account) {
		CallContext context = new CallContext(customer.principal(), customer.user(), account, this.gate.newKey(), null);
		return this.gate.client()
			.gate()
			.authorize(context, new AuthorizeRequest(Features.FREE, null, null, null, Map.of()));
	}

}
