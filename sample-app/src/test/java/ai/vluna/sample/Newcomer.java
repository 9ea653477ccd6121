package ai.vluna.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

import static org.awaitility.Awaitility.await;

/**
 * Somebody with an HTTP client and the README.
 */
final class Newcomer {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String EVENT = "data:";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String address;

	Newcomer(int port) {
		this.address = "http://localhost:" + port;
	}

	Reply post(String path, @Nullable String user, String text) {
		return post(path, user, text, MediaType.ALL_VALUE);
	}

	Reply post(String path, @Nullable String user, String text, String accept) {
		HttpRequest request = request(path, user, text).header(HttpHeaders.ACCEPT, accept).build();
		return Reply.of(send(request, HttpResponse.BodyHandlers.ofString()));
	}

	Reply get(String path) {
		return Reply.of(send(HttpRequest.newBuilder(URI.create(this.address + path)).build(),
				HttpResponse.BodyHandlers.ofString()));
	}

	/**
	 * Read the first event of a stream, then close the connection.
	 * @return the first event
	 */
	JsonNode hangUp(String path, String user, String text) {
		HttpResponse<InputStream> response = send(request(path, user, text).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			String first = lines.readLine();
			if (response.statusCode() != HttpStatus.OK.value() || first == null || !first.startsWith(EVENT)) {
				throw new AssertionError("Instead of an event %s was answered %d: %s %s".formatted(user,
						response.statusCode(), first, lines.lines().toList()));
			}
			return JSON.readTree(first.substring(EVENT.length()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read the ledger once everything is settled: usage is stored first and charged after
	 * the answer.
	 * @return the lines of the ledger
	 */
	List<JsonNode> ledger() {
		return await().atMost(Duration.ofSeconds(30))
			.until(() -> get("/api/ledger").json().valueStream().toList(),
					(lines) -> lines.stream().noneMatch((line) -> line.path("state").asString().equals("OPEN")));
	}

	private HttpRequest.Builder request(String path, @Nullable String user, String text) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.address + path))
			.timeout(Duration.ofMinutes(2))
			.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
			.POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("text", text))));
		if (user != null) {
			request.header(HttpHeaders.AUTHORIZATION,
					"Basic " + HttpHeaders.encodeBasicAuth(user, user, StandardCharsets.UTF_8));
		}
		return request;
	}

	private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> bodyHandler) {
		try {
			return this.http.send(request, bodyHandler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What came back.
	 *
	 * @param status the status
	 * @param contentType the content type, empty if there was none
	 * @param body the body
	 */
	record Reply(int status, String contentType, String body) {

		static Reply of(HttpResponse<String> response) {
			return new Reply(response.statusCode(), response.headers().firstValue(HttpHeaders.CONTENT_TYPE).orElse(""),
					response.body());
		}

		JsonNode json() {
			return JSON.readTree(this.body);
		}

		List<JsonNode> events() {
			return this.body.lines()
				.filter((line) -> line.startsWith(EVENT))
				.map((line) -> JSON.readTree(line.substring(EVENT.length())))
				.toList();
		}

	}

}
