package ai.vluna.spring.test.gate.http;

import java.io.IOException;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of several mistakes in one request, which is told.
 */
class RequestOrderTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).build())
		.knownPrincipal("acme")
		.start();

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@ParameterizedTest
	@CsvSource({ "POST, /mgt/v1/gate/nope", "POST, /nope", "GET, /mgt/v1/gate/authorize", "PUT, /mgt/v1/gate/authorize",
			"POST, /mgt/v1/gate/AUTHORIZE", "POST, /mgt/v1//gate/authorize", "POST, /api/v1/gate/authorize" })
	void tellsAnUnknownRouteBeforeAnythingElse(String method, String path) throws IOException {
		Reply reply = new GateRequest(method, path, "").send(this.gate);
		assertThat(reply.status()).isEqualTo(404);
		assertThat(reply.message()).isEqualTo("Cannot " + method + " " + path);
	}

	@Test
	void tellsAMalformedBodyBeforeTheRealm() throws IOException {
		Reply reply = GateRequest.post("authorize", "{").send(this.gate);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.message()).startsWith("Body is not valid JSON");
		assertThat(GateRequest.post("authorize", "").send(this.gate).message()).startsWith("Body cannot be empty");
	}

	@Test
	void tellsAnUnsupportedContentTypeBeforeTheRealm() throws IOException {
		GateRequest request = GateRequest.post("authorize", "{}");
		assertThat(request.header("content-type", "application/xml").send(this.gate).status()).isEqualTo(415);
	}

	@Test
	void tellsTheRealmBeforeTheSignature() throws IOException {
		assertThat(GateRequest.post("authorize", "{}").send(this.gate).message()).isEqualTo("missing_realm");
		Reply unknown = GateRequest.post("authorize", "{}").header("x-realm-id", "nope").send(this.gate);
		assertThat(unknown.status()).isEqualTo(404);
		assertThat(unknown.text("/meta/realm_id")).isEqualTo("nope");
	}

	@Test
	void tellsTheSignatureBeforeTheBindingsAndTheKeyLast() throws IOException {
		String body = "{\"feature_code\":\"free\"}";
		Reply unsigned = GateRequest.post("authorize", body)
			.header("x-realm-id", this.gate.realmId())
			.sign(this.gate.serviceKeyId(), "AAAA")
			.send(this.gate);
		assertThat(unsigned.message()).isEqualTo("Signature mismatch");
		Reply unbound = GateRequest.post("authorize", body).signedFor(this.gate).send(this.gate);
		assertThat(unbound.text("/code")).isEqualTo("AUTH.MISSING_RUNTIME_BINDINGS");
		Reply keyless = GateRequest.post("authorize", body).subject("acme", "u1").signedFor(this.gate).send(this.gate);
		assertThat(keyless.message()).isEqualTo("missing_idempotency_key");
	}

	@Test
	void refusesABodyOfMoreThanAMegabyte() throws IOException {
		Reply reply = GateRequest.post("authorize", "\"" + "x".repeat(1024 * 1024) + "\"").send(this.gate);
		assertThat(reply.status()).isEqualTo(413);
		assertThat(reply.message()).isEqualTo("Request body is too large");
	}

	@Test
	void acceptsATrailingSlashThatIsSigned() throws IOException {
		Reply reply = new GateRequest("POST", "/mgt/v1/gate/authorize/", "{\"feature_code\":\"free\"}")
			.header("content-type", "APPLICATION/JSON; charset=utf-8")
			.subject("acme", "u1")
			.key(Caller.newKey())
			.signedFor(this.gate)
			.send(this.gate);
		assertThat(reply.status()).isEqualTo(200);
	}

	@Test
	void isHealthyWithoutASignature() throws IOException {
		Reply reply = new GateRequest("GET", "/health", "").send(this.gate);
		assertThat(reply.text("/data/status")).isEqualTo("healthy");
	}

}
