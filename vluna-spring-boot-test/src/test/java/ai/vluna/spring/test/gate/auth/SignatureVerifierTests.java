package ai.vluna.spring.test.gate.auth;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.protocol.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SignatureVerifierTests {

	@ParameterizedTest
	@MethodSource("vectors")
	void acceptsTheVectorsOfTheServer(JsonNode vector) {
		SignedRequest request = request(vector);
		ServiceAuthorization authorization = ServiceAuthorization.parse(request.header("authorization"));
		assertThat(SignatureVerifier.canonicalText(request, authorization))
			.isEqualTo(vector.path("canonical_string").stringValue());
		assertThatNoException().isThrownBy(() -> verifier(vector).verify(request, authorization));
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void refusesAChangeOfAnySignedHeader(JsonNode vector) {
		SignedRequest request = request(vector);
		ServiceAuthorization authorization = ServiceAuthorization.parse(request.header("authorization"));
		for (String name : List.of("content-type", "x-realm-id", "x-principal-id", "x-user-id", "x-billing-account-id",
				"x-billing-user-id", "idempotency-key")) {
			Map<String, String> headers = new HashMap<>(request.headers());
			headers.merge(name, "changed", String::concat);
			SignedRequest changed = new SignedRequest(request.method(), request.path(), headers, request.body());
			assertThatExceptionOfType(Refusal.class).as(name)
				.isThrownBy(() -> verifier(vector).verify(changed, authorization))
				.withMessage("Signature mismatch");
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void refusesAnotherBody(JsonNode vector) {
		SignedRequest request = request(vector);
		ServiceAuthorization authorization = ServiceAuthorization.parse(request.header("authorization"));
		SignedRequest changed = new SignedRequest(request.method(), request.path(), request.headers(),
				new byte[] { 1 });
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> verifier(vector).verify(changed, authorization))
			.withMessage("Content-Digest mismatch");
	}

	@ParameterizedTest
	@ValueSource(strings = { "svc-auth keyId=k,sig=s,ts=t,nonce=n,alg=HMAC-SHA256", "SVC-AUTH keyId=k",
			"SVC-AUTH keyId=k, sig=s, ts=t, nonce=n, alg=HMAC-SHA256",
			"SVC-AUTH sig=s,keyId=k,ts=t,nonce=n,alg=HMAC-SHA256",
			"SVC-AUTH keyId=k,sig=s,ts=t,nonce=n,alg=HMAC-SHA512" })
	void refusesAHeaderInAnyOtherForm(String header) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> ServiceAuthorization.parse(header))
			.withMessage("Authorization header malformed");
	}

	@Test
	void keepsTheSecretOutOfItsText() {
		assertThat(RegisteredKey.active("pk", "c2VjcmV0", "realm").toString()).doesNotContain("c2VjcmV0");
	}

	static Stream<JsonNode> vectors() throws Exception {
		try (InputStream in = Objects
			.requireNonNull(SignatureVerifierTests.class.getResourceAsStream("/signature-vectors.json"))) {
			return JsonMapper.builder().build().readTree(in).valueStream().toList().stream();
		}
	}

	private static SignatureVerifier verifier(JsonNode vector) {
		return new SignatureVerifier(Base64.getDecoder().decode(vector.path("secret_base64").stringValue()));
	}

	private static SignedRequest request(JsonNode vector) {
		Map<String, String> headers = new HashMap<>();
		vector.path("headers")
			.properties()
			.forEach((header) -> headers.put(header.getKey(), header.getValue().stringValue()));
		return new SignedRequest(vector.path("method").stringValue(), vector.path("path_with_query").stringValue(),
				headers, vector.path("body").stringValue().getBytes(StandardCharsets.UTF_8));
	}

}
