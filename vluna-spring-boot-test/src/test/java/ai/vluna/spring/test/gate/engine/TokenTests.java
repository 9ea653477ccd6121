package ai.vluna.spring.test.gate.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens for end users, who are named in the body and not in headers.
 */
class TokenTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.clock(new SettableClock(Instant.parse("2026-11-21T17:00:00.500Z")))
		.knownPrincipal("acme")
		.start();

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void nameTheUserInTheirClaims() throws IOException {
		Reply reply = issue("{\"principal_id\":\"acme\",\"user_id\":\"alice\",\"scopes\":[\"portal\",\"root\"],"
				+ "\"nonce\":\"n-1\",\"traits\":{\"name\":\"Alice\"}}");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.text("/data/token_type")).isEqualTo("Bearer");
		assertThat(reply.text("/data/expires_at")).isEqualTo("2026-11-21T17:15:00.000Z");
		String[] token = reply.text("/data/access_token").split("\\.");
		assertThat(token).hasSize(3);
		JsonNode claims = read(token[1]);
		assertThat(claims.path("sub").stringValue()).isEqualTo("alice");
		assertThat(claims.path("billing_user_id").stringValue()).isEqualTo(reply.text("/data/billing_user_id"));
		assertThat(claims.path("scope").stringValue()).isEqualTo("billing:read");
		assertThat(claims.path("plt_scopes")).hasSize(1);
		assertThat(claims.path("nonce").stringValue()).isEqualTo("n-1");
		assertThat(claims.at("/plt_traits/name").stringValue()).isEqualTo("Alice");
		assertThat(read(token[0]).path("kid").stringValue()).isEqualTo("plt:v1:realm:" + this.gate.realmId());
	}

	@ParameterizedTest
	@CsvSource({ "10, 60", "120, 120", "100000, 3600", "-1, 900", "0.5, 900", "null, 900" })
	void liveWithinBounds(String wished, int lifetime) throws IOException {
		Reply reply = issue("{\"principal_id\":\"acme\",\"user_id\":\"alice\",\"session_ttl_sec\":" + wished + "}");
		assertThat(reply.json().at("/data/expires_in").intValue()).isEqualTo(lifetime);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "{\"user_id\":\"alice\"};missing_principal",
					"{\"principal_id\":\" \",\"user_id\":\"alice\"};missing_principal",
					"{\"principal_id\":\"acme\"};missing_user_id" })
	void needAPrincipalAndAUser(String body, String message) throws IOException {
		Reply reply = issue(body);
		assertThat(reply.status()).isEqualTo(422);
		assertThat(reply.message()).isEqualTo(message);
	}

	@Test
	void createTheUserAndFailForTheFirstOfAPrincipal() throws IOException {
		String body = "{\"principal_id\":\"new\",\"user_id\":\"bob\"}";
		assertThat(issue(body).status()).isEqualTo(500);
		assertThat(issue(body).status()).isEqualTo(200);
	}

	private Reply issue(String body) throws IOException {
		return new GateRequest("POST", "/mgt/v1/token/issue", body).header("content-type", "application/json")
			.key(Caller.newKey())
			.signedFor(this.gate)
			.send(this.gate);
	}

	private static JsonNode read(String part) {
		return JsonMapper.shared().readTree(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
	}

}
