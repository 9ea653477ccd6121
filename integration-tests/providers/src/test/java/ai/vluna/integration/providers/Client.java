package ai.vluna.integration.providers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * A client without any SDK.
 */
final class Client {

	private final HttpClient http = HttpClient.newHttpClient();

	private final String url;

	Client(String url) {
		this.url = url;
	}

	HttpResponse<InputStream> post(String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	JsonNode json(String body) {
		return FakeProvider.JSON.readTree(post(body).body());
	}

	/**
	 * Read a stream to its end.
	 * @param body the request
	 * @return the data of its events
	 */
	List<JsonNode> events(String body) {
		return data(text(body)).map(FakeProvider.JSON::readTree).toList();
	}

	String text(String body) {
		try (InputStream answer = post(body).body()) {
			return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> data(String text) {
		return text.lines()
			.filter((line) -> line.startsWith("data: ") && !line.equals("data: [DONE]"))
			.map((line) -> line.substring("data: ".length()));
	}

}
