package ai.vluna.integration.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * Talks to the application as strangers do.
 */
@TestComponent
class Browser {

	private static final String ANY = "*/*";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final WebServerApplicationContext application;

	Browser(WebServerApplicationContext application) {
		this.application = application;
	}

	HttpResponse<String> get(@Nullable String user, String path, String text) {
		return get(user, path, text, ANY);
	}

	HttpResponse<String> get(@Nullable String user, String path, String text, String accept, String... headers) {
		return start(user, path, text, accept, headers).orTimeout(30, TimeUnit.SECONDS).join();
	}

	CompletableFuture<HttpResponse<String>> start(@Nullable String user, String path, String text, String accept,
			String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d%s".formatted(port(), target(path, text))))
			.timeout(Duration.ofSeconds(30))
			.header("Accept", accept);
		if (user != null) {
			request.header("Authorization", credentials(user));
		}
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> send(String user, String method, String path, String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(port(), path)))
			.timeout(Duration.ofSeconds(30))
			.header("Authorization", credentials(user))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
	}

	/**
	 * Read some events of a stream, and hang up.
	 * @param user the user
	 * @param path the path
	 * @param text the text
	 * @param accept the content type
	 * @param events the number of events
	 */
	void hangUp(String user, String path, String text, String accept, int events) {
		try (Socket socket = new Socket("localhost", port())) {
			socket.setSoTimeout(30_000);
			String request = "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nAuthorization: %s\r\n\r\n"
				.formatted(target(path, text), accept, credentials(user));
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			int seen = 0;
			while (seen < events) {
				String line = reader.readLine();
				if (line == null) {
					throw new IllegalStateException("The response ended after " + seen + " events");
				}
				seen += line.startsWith("data:") ? 1 : 0;
			}
			// Resets the connection instead of waiting for what was not read.
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private int port() {
		return this.application.getWebServer().getPort();
	}

	private static String target(String path, String text) {
		return path + "?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String credentials(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
	}

}
