package ai.vluna.spring.test.gate.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;

/**
 * Makes requests that no client should make. The same seed makes the same request.
 */
final class RequestFuzz {

	private static final List<String> ENDPOINTS = List.of("gate/authorize", "gate/commits", "gate/cancel",
			"gate/ingest", "gate/commits/batch", "wallet/adjustments", "budgets", "budgets/x/close", "events",
			"events/batch", "token/issue", "reports/usage/self");

	private static final List<String> BODIES = List.of("{\"feature_code\":\"free\",\"labels\":{\"a\":\"b\"}}",
			"{\"lease_token\":\"lease.7c9e6679-7425-40de-944b-e07fc1f90ae7.0123456789abcdef\","
					+ "\"feature_code\":\"free\",\"quantity_minor\":\"7\"}",
			"{\"feature_code\":\"free\",\"quantity_minor\":\"7\",\"occurred_at\":\"2026-11-21T12:00:00Z\"}",
			"{\"feature_code\":\"free\",\"meters\":[{\"meter_code\":\"free\",\"quantity_minor\":3}]}",
			"{\"items\":[{\"idempotency_key\":\"i\",\"feature_code\":\"free\",\"quantity_minor\":2.5}]}",
			"{\"amount_xusd\":\"5\",\"limit_xusd\":10,\"reason\":\"r\",\"from\":\"2026-01-01\",\"to\":null}");

	private static final List<String> TOKENS = List.of("null", "true", "-1", "1e999999999", "0x" + "f".repeat(5000),
			"9".repeat(900), "9".repeat(5000), "\"" + "1".repeat(100_000) + "x\"", "[".repeat(400), "[".repeat(100_000),
			"{\"a\":".repeat(2000), "\"__proto__\":{}", "\\u0000", "\\ud800", "\u0000", "\uFEFF", "\"", "\\", "{", "}",
			"\"lease." + ".".repeat(10_000) + "\"", "1e-400", "-0", "NaN", "/*", "'");

	private static final List<String> LINES = List.of("content-length: -1", "content-length: 99999999999999999999",
			"content-length: 5\r\ncontent-length: 6", "content-length: +5", "transfer-encoding: chunked",
			"transfer-encoding: gzip, chunked", "transfer-encoding: identity", "connection: upgrade\r\nupgrade: h2c",
			"connection: close", "expect: 100-continue", "expect: 200-ok", "content-type: text/plain", "content-type:",
			"content-type: application/json;;;", "content-encoding: br", "host: ", ": nothing", "no colon",
			" folded: line", "x-user-id: \u00e4\u00ff", "x-realm-id: \u0001", "x-pad: " + "y".repeat(20_000),
			"authorization: SVC-AUTH keyId=,sig=,ts=,nonce=,alg=", "idempotency-key: " + "k".repeat(5000));

	private static final int MEGABYTE = 1024 * 1024;

	private final SplittableRandom random;

	private final EmbeddedGate gate;

	RequestFuzz(long seed, EmbeddedGate gate) {
		this.random = new SplittableRandom(seed);
		this.gate = gate;
	}

	byte[] next() {
		return switch (this.random.nextInt(6)) {
			case 0 -> signed(mutated(pick(BODIES))).toBytes();
			case 1 -> mutatedBytes(signed(pick(BODIES)).toBytes());
			case 2 -> mutatedHead(signed(pick(BODIES)).toBytes());
			case 3 -> truncated(signed(mutated(pick(BODIES))).toBytes());
			case 4 -> oversized();
			default -> noise(this.random.nextInt(2000));
		};
	}

	private GateRequest signed(String body) {
		return new GateRequest("POST", "/mgt/v1/" + pick(ENDPOINTS), body).header("content-type", "application/json")
			.subject("acme", "alice")
			.key("key-" + this.random.nextInt(1000))
			.signedFor(this.gate);
	}

	private String mutated(String json) {
		StringBuilder text = new StringBuilder(json);
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			int start = this.random.nextInt(text.length() + 1);
			int end = Math.min(text.length(), start + this.random.nextInt(12));
			text.replace(start, end, pick(TOKENS));
		}
		return text.toString();
	}

	private byte[] mutatedBytes(byte[] bytes) {
		for (int i = this.random.nextInt(8); i >= 0; i--) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt();
		}
		return bytes;
	}

	private byte[] mutatedHead(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			String line = "\r\n" + pick(LINES);
			int end = text.indexOf("\r\n", this.random.nextInt(text.lastIndexOf("\r\n") + 1));
			int next = text.indexOf("\r\n", end + 2);
			boolean replace = this.random.nextBoolean() && next > end;
			text = text.substring(0, end) + line + text.substring((replace) ? next : end);
		}
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private byte[] truncated(byte[] bytes) {
		return Arrays.copyOf(bytes, this.random.nextInt(bytes.length));
	}

	private byte[] oversized() {
		String body = "{\"feature_code\":\"free\",\"labels\":{\"a\":\"" + "x".repeat(this.random.nextInt(6) * MEGABYTE)
				+ "\"}}";
		if (this.random.nextBoolean()) {
			return signed(body).toBytes();
		}
		String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
		return ("POST /mgt/v1/gate/authorize HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
				+ "transfer-encoding: chunked\r\n\r\n" + chunk + ((this.random.nextBoolean()) ? "0\r\n\r\n" : "zz\r\n"))
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	private byte[] noise(int length) {
		ByteArrayOutputStream noise = new ByteArrayOutputStream();
		for (int i = 0; i < length; i++) {
			noise.write(this.random.nextInt());
		}
		return noise.toByteArray();
	}

	private <T> T pick(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
