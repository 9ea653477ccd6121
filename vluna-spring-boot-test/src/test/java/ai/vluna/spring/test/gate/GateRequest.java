package ai.vluna.spring.test.gate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request written by hand, so that a test of the gate needs no client of ours.
 */
public final class GateRequest {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final String method;

	private final String uri;

	private final String body;

	private final Map<String, String> headers = new LinkedHashMap<>();

	public GateRequest(String method, String uri, String body) {
		this.method = method;
		this.uri = uri;
		this.body = body;
	}

	public static GateRequest post(String endpoint, String body) {
		return new GateRequest("POST", "/mgt/v1/gate/" + endpoint, body).header("content-type", "application/json");
	}

	public GateRequest header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	public GateRequest headers(Map<String, String> headers) {
		this.headers.putAll(headers);
		return this;
	}

	public GateRequest subject(String principal, String user) {
		return header("x-principal-id", principal).header("x-user-id", user);
	}

	public GateRequest key(String key) {
		return header("idempotency-key", key);
	}

	public GateRequest signedFor(EmbeddedGate gate) {
		header("x-realm-id", gate.realmId());
		return sign(gate.serviceKeyId(), gate.serviceKeySecret());
	}

	public GateRequest sign(String keyId, String secret) {
		header("content-digest", "sha-256=:" + base64(sha256(this.body)) + ":");
		String canonical = String.join("\n", this.method, this.uri, "ts:now", "nonce:1", line("content-digest"),
				line("content-type"), line("x-realm-id"), line("x-principal-id"), line("x-user-id"),
				line("x-billing-account-id"), line("x-billing-user-id"), line("idempotency-key"));
		String signature = base64(hmac(Base64.getDecoder().decode(secret), canonical));
		return header("authorization",
				"SVC-AUTH keyId=" + keyId + ",sig=" + signature + ",ts=now,nonce=1,alg=HMAC-SHA256");
	}

	public Reply send(EmbeddedGate gate) throws IOException {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + gate.baseUrl().getPort()).resolve(this.uri))
			.timeout(Duration.ofSeconds(10));
		this.headers.forEach(request::header);
		request.method(this.method,
				(this.body.isEmpty()) ? BodyPublishers.noBody() : BodyPublishers.ofString(this.body));
		try {
			HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
			return new Reply(response.statusCode(), response.body());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	/**
	 * Returns what goes over the wire, for a connection without an HTTP client.
	 * @return the request line, the headers and the body
	 */
	public byte[] toBytes() {
		StringBuilder text = new StringBuilder(this.method + ' ' + this.uri + " HTTP/1.1\r\nhost: localhost\r\n");
		this.headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
		byte[] content = this.body.getBytes(StandardCharsets.UTF_8);
		text.append("content-length: ").append(content.length).append("\r\n\r\n");
		byte[] head = text.toString().getBytes(StandardCharsets.ISO_8859_1);
		byte[] bytes = Arrays.copyOf(head, head.length + content.length);
		System.arraycopy(content, 0, bytes, head.length, content.length);
		return bytes;
	}

	private String line(String header) {
		return header + ':' + this.headers.getOrDefault(header, "");
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] hmac(byte[] key, String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public record Reply(int status, String body) {

		public JsonNode json() {
			return MAPPER.readTree(this.body);
		}

		public String text(String pointer) {
			return json().at(pointer).asString("");
		}

		public String message() {
			return text("/message");
		}

		public List<String> hints() {
			List<String> types = new ArrayList<>();
			json().path("hints").forEach((hint) -> types.add(hint.path("type").asString("")));
			return types;
		}

	}

}
