package ai.vluna.spring.test.gate.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is known, who is created, who is refused.
 */
class BindingTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature("free", (feature) -> feature.family("tools").price(0))
			.feature("pro", (feature) -> feature.family("pro").price(0).entitlementRequired())
			.account("acme", (account) -> account.disabledUser("mallory").seats(2))
			.account("entitled", (account) -> account.grant("pro"))
			.build())
		.knownPrincipal("known")
		.start();

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void failsTheVeryFirstCallOfANewPrincipalOnly() {
		Reply first = new Caller(this.gate, "new", "u1").authorize("free");
		assertThat(first.status()).isEqualTo(500);
		assertThat(first.body()).doesNotContain("meta");
		assertThat(new Caller(this.gate, "new", "u1").authorize("free").status()).isEqualTo(200);
		assertThat(new Caller(this.gate, "new", "u2").authorize("free").status()).isEqualTo(200);
		assertThat(new Caller(this.gate, "known", "u1").authorize("free").status()).isEqualTo(200);
	}

	@Test
	void doesNotKnowAFeatureThatIsNotInTheCatalogue() {
		Reply reply = new Caller(this.gate, "known", "u1").authorize("no.such.feature");
		assertThat(reply.status()).isEqualTo(422);
		assertThat(reply.message()).isEqualTo("feature not found");
	}

	@Test
	void refusesADisabledUserAndOneSeatTooMany() {
		assertThat(new Caller(this.gate, "acme", "mallory").authorize("free").text("/code"))
			.isEqualTo("AUTH.BILLING_USER_DISABLED");
		assertThat(new Caller(this.gate, "acme", "alice").authorize("free").status()).isEqualTo(200);
		assertThat(new Caller(this.gate, "acme", "bob").authorize("free").text("/code"))
			.isEqualTo("SEAT.CAPACITY_EXCEEDED");
	}

	@Test
	void demandsAnEntitlementAlsoOfACommit() {
		Caller entitled = new Caller(this.gate, "entitled", "u1");
		String lease = entitled.lease("pro");
		assertThat(new Caller(this.gate, "known", "u1").authorize("pro").text("/code"))
			.isEqualTo("ENTITLEMENT.REQUIRED");
		GateCatalogue before = this.gate.catalogue();
		this.gate.catalogue(before.mutate().account("entitled", (account) -> account.deny("pro")).build());
		assertThat(entitled.commit("key", lease, "pro", 1).text("/code")).isEqualTo("ENTITLEMENT.DENIED");
		this.gate.catalogue(before);
		assertThat(entitled.commit("key", lease, "pro", 1).status()).isEqualTo(200);
	}

	@Test
	void checksTheIdentifiersARequestBelievesIn() throws IOException {
		String account = UUID.nameUUIDFromBytes("known".getBytes(StandardCharsets.UTF_8)).toString();
		assertThat(authorize("x-billing-account-id", account).status()).isEqualTo(200);
		assertThat(authorize("x-billing-account-id", "other").text("/code")).isEqualTo("AUTH.BILLING_ACCOUNT_MISMATCH");
		assertThat(authorize("x-billing-user-id", "other").text("/code")).isEqualTo("AUTH.BILLING_USER_MISMATCH");
	}

	private Reply authorize(String header, String value) throws IOException {
		return GateRequest.post("authorize", "{\"feature_code\":\"free\"}")
			.subject("known", "u1")
			.key(Caller.newKey())
			.header(header, value)
			.signedFor(this.gate)
			.send(this.gate);
	}

}
