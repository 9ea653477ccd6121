package ai.vluna.spring.client.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestSigner}, against worked vectors and against requests that a
 * real gate accepted.
 */
class RequestSignerTests {

	private static final Pattern AUTHORIZATION = Pattern
		.compile("SVC-AUTH keyId=(.+),sig=.+,ts=(.+),nonce=(.+),alg=.+");

	@ParameterizedTest
	@MethodSource
	void buildsTheCanonicalTextOfTheVector(Vector vector) {
		assertThat(request(vector.json(), "path_with_query", vector.json().get("content_digest").stringValue())
			.canonicalText(vector.text("timestamp"), vector.text("nonce"))).isEqualTo(vector.text("canonical_string"));
	}

	static List<Vector> buildsTheCanonicalTextOfTheVector() {
		return vectors();
	}

	@ParameterizedTest
	@MethodSource
	void signsTheVector(Vector vector) {
		String digest = RequestSigner.contentDigest(vector.text("body").getBytes(StandardCharsets.UTF_8));
		assertThat(digest).isEqualTo(vector.text("content_digest"));
		assertThat(RequestSigner.authorization(ServiceKey.of(vector.text("key_id"), vector.text("secret_base64")),
				request(vector.json(), "path_with_query", digest), vector.text("timestamp"), vector.text("nonce")))
			.isEqualTo(header(vector.json(), "authorization"));
	}

	static List<Vector> signsTheVector() {
		return vectors();
	}

	@ParameterizedTest
	@MethodSource
	void signsAsTheRecordedRequestWasSigned(Recorded recorded) {
		String authorization = header(recorded.json(), "authorization");
		Matcher parts = AUTHORIZATION.matcher(authorization);
		assertThat(parts.matches()).isTrue();
		ServiceKey key = ServiceKey.of(parts.group(1), recorded.secrets().get(parts.group(1)).stringValue());
		String digest = RequestSigner
			.contentDigest(recorded.json().get("body").stringValue().getBytes(StandardCharsets.UTF_8));
		assertThat(digest).isEqualTo(header(recorded.json(), "content-digest"));
		assertThat(RequestSigner.authorization(key, request(recorded.json(), "path", digest), parts.group(2),
				parts.group(3)))
			.isEqualTo(authorization);
	}

	static List<Recorded> signsAsTheRecordedRequestWasSigned() {
		JsonNode recordings = json("recorded-requests.json");
		List<Recorded> recorded = new ArrayList<>();
		recordings.get("requests").forEach((request) -> recorded.add(new Recorded(request, recordings.get("secrets"))));
		return recorded;
	}

	@Test
	void signsOnManyThreadsWithOneKey() {
		Vector vector = vectors().get(0);
		ServiceKey key = ServiceKey.of(vector.text("key_id"), vector.text("secret_base64"));
		SignableRequest request = request(vector.json(), "path_with_query", vector.text("content_digest"));
		assertThat(Stream.generate(() -> 0)
			.limit(2_000)
			.parallel()
			.map((ignored) -> RequestSigner.authorization(key, request, vector.text("timestamp"),
					vector.text("nonce"))))
			.containsOnly(header(vector.json(), "authorization"));
	}

	private static SignableRequest request(JsonNode json, String pathField, String digest) {
		return new SignableRequest(json.get("method").stringValue(), json.get(pathField).stringValue(), digest,
				header(json, "content-type"), String.valueOf(header(json, "x-realm-id")),
				header(json, "x-principal-id"), header(json, "x-user-id"), header(json, "x-billing-account-id"),
				header(json, "x-billing-user-id"), header(json, "idempotency-key"));
	}

	private static @Nullable String header(JsonNode json, String name) {
		JsonNode value = json.get("headers").get(name);
		return (value != null) ? value.stringValue() : null;
	}

	private static List<Vector> vectors() {
		List<Vector> vectors = new ArrayList<>();
		json("signature-vectors.json").forEach((vector) -> vectors.add(new Vector(vector)));
		return vectors;
	}

	private static JsonNode json(String name) {
		try (InputStream content = RequestSignerTests.class.getResourceAsStream(name)) {
			return JsonMapper.shared().readTree(content);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Vector(JsonNode json) {

		String text(String field) {
			return this.json.get(field).stringValue();
		}

		@Override
		public String toString() {
			return text("name");
		}

	}

	record Recorded(JsonNode json, JsonNode secrets) {

		@Override
		public String toString() {
			return this.json.get("recording").stringValue();
		}

	}

}
