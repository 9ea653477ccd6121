package ai.vluna.spring.client.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.MeterLimit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AnswerDecoder}.
 */
class AnswerDecoderTests {

	private static final String TARGET = "POST http://gate:3002/mgt/v1/gate/authorize";

	private final AnswerDecoder<AuthorizeResult> leases = decoder(AuthorizeResult.class);

	@Test
	void decodesALease() {
		VlunaResponse<AuthorizeResult> response = decode(200, """
				{"ok":true,"code":"OK","data":{"lease_token":"lease.1.2","lease_id":"1","feature_code":"llm.chat",
				"feature_family_code":"llm.premium","window_start":"2026-11-21T00:00:00.000Z","new":{"x":[1]}}}""");
		assertThat(response.data()).isEqualTo(new AuthorizeResult("lease.1.2", "1", "llm.chat", "llm.premium", null));
		assertThat(response.hints()).isEmpty();
		assertThat(response.requestId()).isEqualTo("r-1");
	}

	@Test
	void decodesTheLinesOfACommit() {
		CommitResult commit = decoder(CommitResult.class).decode(HttpStatusCode.valueOf(200), bytes("""
				{"ok":true,"data":{"commit_id":"c1","amount_xusd":"30","cost_xusd":12,"lines":[
				{"line_id":"l","meter_code":"llm.paid","quantity_minor":"10","amount_xusd":"30",
				"pricing_snapshot":{"provenance":{"source":"live","inputs":{}}}},
				{"meter_code":"llm.free","pricing_snapshot":{"provenance":{"source":"missing"}}},
				{"meter_code":"llm.bare"}]}}"""), "r-1").data();
		assertThat(commit.amountXusd()).isEqualTo("30");
		assertThat(commit.costXusd()).isEqualTo("12");
		assertThat(commit.lines()).extracting(CommitResult.Line::isUnpriced).containsExactly(false, true, false);
	}

	@Test
	void keepsHintsItDoesNotKnow() {
		List<Hint> hints = decode(200, """
				{"ok":true,"data":{"lease_token":"t"},"hints":[
				{"type":"rate.limit","seconds":42,"until":"2026-11-21T00:00:00.000Z"},
				{"type":"brand.new","nested":{"a":[true,null]},"price":0.1},
				{"no_type":1},{"type":7},"text",null]}""").hints();
		assertThat(hints).extracting(Hint::type)
			.containsExactly("rate.limit", "brand.new", "unknown", "unknown", "unknown", "unknown");
		assertThat(hints.get(0).number("seconds")).isEqualTo(42);
		assertThat(hints.get(1).attributes()).containsEntry("price", new BigDecimal("0.1"))
			.extractingByKey("nested", InstanceOfAssertFactories.MAP)
			.containsKey("a");
		assertThat(hints.get(2).attributes()).isEqualTo(Map.of("no_type", 1));
		assertThat(hints.get(3).attributes()).isEqualTo(Map.of("type", 7));
		assertThat(hints.get(4).text("value")).isEqualTo("text");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "\"none\"", "7" })
	void toleratesHintsThatAreNoList(String hints) {
		assertThat(decode(200, "{\"ok\":true,\"data\":{\"lease_token\":\"t\"},\"hints\":" + hints + "}").hints())
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "[]", "\"ok\"", "<html>it works</html>", "{\"ok\":true", "{\"ok\":true}",
			"{\"ok\":true,\"data\":null}", "{\"ok\":true,\"data\":{}}", "{\"ok\":true,\"data\":[]}",
			"{\"ok\":true,\"data\":{\"lease_token\":null}}", "{\"ok\":true,\"data\":{\"lease_token\":\"\"}}",
			"{\"ok\":true,\"data\":{\"lease_token\":{\"x\":1}}}", "{\"ok\":false,\"data\":{\"lease_token\":\"t\"}}",
			"{\"ok\":true,\"data\":{\"lease_token\":\"t\"}} trailing", "\u0000\u0001\u00ff" })
	void takesASuccessItCannotReadForNoAnswer(String body) {
		assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> decode(200, body))
			.withMessageStartingWith(TARGET + " was not answered: 200 without readable data (")
			.withMessageEndingWith("(request id r-1)")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(200));
	}

	@Test
	void keepsTheCodeOfASuccessThatSaysItIsNone() {
		assertThatExceptionOfType(VlunaUnavailableException.class)
			.isThrownBy(() -> decode(200, "{\"ok\":false,\"code\":\"SERVER.UNEXPECTED\",\"message\":\"x\"}"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("SERVER.UNEXPECTED"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"ok\":true,\"data\":{}}", "{\"ok\":true,\"data\":{\"cancelled\":null}}",
			"{\"ok\":true,\"data\":{\"cancelled\":\"perhaps\"}}" })
	void takesACancelWithoutItsResultForNoAnswer(String body) {
		assertThatExceptionOfType(VlunaUnavailableException.class)
			.isThrownBy(() -> decoder(CancelResult.class).decode(HttpStatusCode.valueOf(200), bytes(body), "r-1"));
	}

	@Test
	void rejectsWithCodeReasonAndHints() {
		assertThatExceptionOfType(VlunaRejectedException.class).isThrownBy(() -> decode(429, """
				{"ok":false,"code":"LIMIT.RATE_EXCEEDED","message":"rate limit exceeded","meta":{"status":429},
				"hints":[{"type":"rate.limit","seconds":17,"remaining":0}]}"""))
			.withMessage(TARGET + " answered 429 LIMIT.RATE_EXCEEDED: rate limit exceeded (request id r-1)")
			.satisfies((ex) -> {
				assertThat(ex.getStatus()).isEqualTo(429);
				assertThat(ex.getCode()).isEqualTo("LIMIT.RATE_EXCEEDED");
				assertThat(ex.getReason()).isEqualTo("rate limit exceeded");
				assertThat(ex.getRequestId()).isEqualTo("r-1");
				assertThat(ex.getHints())
					.containsExactly(new Hint("rate.limit", Map.of("seconds", 17, "remaining", 0)));
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
			"402 | {\"ok\":false,\"code\":\"SERVER.CONFIG\",\"message\":\"quota limit exhausted\"} | SERVER.CONFIG | quota limit exhausted",
			"403 | {\"code\":\"ENTITLEMENT.DENIED\",\"message\":\"denied\"} | ENTITLEMENT.DENIED | denied",
			"403 | {\"statusCode\":403,\"message\":\"Forbidden resource\",\"error\":\"Forbidden\"} | - | Forbidden resource",
			"400 | {\"statusCode\":400,\"message\":[\"a is wrong\",\"b is missing\"]} | - | a is wrong; b is missing",
			"422 | {\"code\":\"BRAND.NEW\",\"message\":\"?\"} | BRAND.NEW | ?",
			"431 | {\"error\":\"x\",\"message\":\"Exceeded maximum allowed HTTP header size\",\"statusCode\":431} | - | Exceeded maximum allowed HTTP header size",
			"404 | {\"code\":404,\"message\":{\"text\":\"no\"}} | - | Not Found",
			"404 | <html><body>nginx</body></html> | - | Not Found", "401 | `` | - | Unauthorized",
			"403 | [1,2] | - | Forbidden", "403 | null | - | Forbidden", "403 | {\"code\":\"X | - | Forbidden",
			"302 | Found | - | Found", "304 | `` | - | Not Modified", "499 | closed | - | no reason given",
			"500 | {\"code\":\"SERVER.CONFIG\",\"message\":\"value exceeds numeric range\"} | SERVER.CONFIG | value exceeds numeric range" })
	void rejectsWhateverTheBody(int status, String body, String code, String reason) {
		assertThatExceptionOfType(VlunaRejectedException.class).isThrownBy(() -> decode(status, body))
			.satisfies((ex) -> {
				assertThat(ex.getStatus()).isEqualTo(status);
				assertThat(ex.getCode()).isEqualTo(code);
				assertThat(ex.getReason()).isEqualTo(reason);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
			"500 | {\"ok\":false,\"code\":\"SERVER.UNEXPECTED\",\"message\":\"Internal server error\"} | SERVER.UNEXPECTED | 500 SERVER.UNEXPECTED: Internal server error",
			"500 | {\"statusCode\":500,\"message\":\"Internal server error\"} | - | 500: Internal server error",
			"502 | <html>Bad Gateway</html> | - | 502: Bad Gateway", "503 | `` | - | 503: Service Unavailable",
			"504 | {\"message\":\"upstream timed out\"} | - | 504: upstream timed out",
			"599 | x | - | 599: no reason given" })
	void takesAServerErrorForNoAnswer(int status, String body, String code, String what) {
		assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> decode(status, body))
			.withMessage(TARGET + " was not answered: " + what + " (request id r-1)")
			.satisfies((ex) -> {
				assertThat(ex.getStatus()).isEqualTo(status);
				assertThat(ex.getCode()).isEqualTo(code);
			});
	}

	@Test
	void cutsAReasonOfUnreasonableLength() {
		assertThatExceptionOfType(VlunaRejectedException.class)
			.isThrownBy(() -> decode(400, "{\"message\":\"" + "x".repeat(10_000) + "\"}"))
			.satisfies((ex) -> assertThat(ex.getReason()).hasSize(500));
	}

	@Test
	void refusesToDescendForever() {
		assertThatExceptionOfType(VlunaRejectedException.class)
			.isThrownBy(() -> decode(400, "{\"hints\":" + "[".repeat(100_000)));
	}

	@Test
	void refusesToUnfoldSmallTextIntoLargeValues() {
		String hints = "\"hints\":[" + "{},".repeat(300_000) + "{}]}";
		assertThatExceptionOfType(VlunaUnavailableException.class)
			.isThrownBy(() -> decode(200, "{\"ok\":true,\"data\":{\"lease_token\":\"t\"}," + hints));
		assertThatExceptionOfType(VlunaRejectedException.class)
			.isThrownBy(() -> decode(422, "{\"code\":\"A.B\"," + hints))
			.satisfies((ex) -> assertThat(ex.getHints()).isEmpty());
	}

	@Test
	void readsListsOfThousands() {
		String meter = "{\"meter_code\":\"m\",\"unit\":\"unit\",\"features\":[\"f\"],\"feature_family_codes\":[\"f\"],"
				+ "\"pricing\":{\"unit_price_xusd\":\"3\",\"unit_quantity_minor\":\"1\",\"rounding\":\"ceil\"}}";
		assertThat(decoder(MeterLimit[].class)
			.decode(HttpStatusCode.valueOf(200),
					bytes("{\"ok\":true,\"data\":[" + (meter + ",").repeat(9_999) + meter + "]}"), "r-1")
			.data()).hasSize(10_000);
	}

	private VlunaResponse<AuthorizeResult> decode(int status, String body) {
		return this.leases.decode(HttpStatusCode.valueOf(status), bytes(body), "r-1");
	}

	private static <T> AnswerDecoder<T> decoder(Class<T> dataType) {
		return new AnswerDecoder<>(WebClientVlunaClient.JSON, ParameterizedTypeReference.forType(dataType), TARGET);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
