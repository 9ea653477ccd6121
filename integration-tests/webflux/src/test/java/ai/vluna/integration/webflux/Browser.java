package ai.vluna.integration.webflux;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Talks to the application as strangers do.
 */
@TestComponent
class Browser {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final WebClient client = WebClient.builder()
		.clientConnector(new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.create("browser", 2000))))
		.build();

	private final WebServerApplicationContext application;

	Browser(WebServerApplicationContext application) {
		this.application = application;
	}

	ResponseEntity<String> get(@Nullable String user, String path, String text) {
		return get(user, path, text, "*/*");
	}

	ResponseEntity<String> get(@Nullable String user, String path, String text, String accept, String... headers) {
		ResponseEntity<String> response = start(user, path, text, accept, headers).block(PATIENCE);
		if (response == null) {
			throw new IllegalStateException("No response");
		}
		return response;
	}

	Mono<ResponseEntity<String>> start(@Nullable String user, String path, String text, String accept,
			String... headers) {
		return request(user, path, text, accept, headers).exchangeToMono((response) -> response.toEntity(String.class));
	}

	/**
	 * Read a stream; whoever cancels it hangs up.
	 * @param user the user
	 * @param path the path
	 * @param text the text
	 * @param accept the content type
	 * @return the events
	 */
	Flux<String> stream(String user, String path, String text, String accept) {
		return request(user, path, text, accept).exchangeToFlux((response) -> response.bodyToFlux(String.class));
	}

	private WebClient.RequestHeadersSpec<?> request(@Nullable String user, String path, String text, String accept,
			String... headers) {
		return this.client.get()
			.uri("http://localhost:" + this.application.getWebServer().getPort() + path + "?text={text}", text)
			.headers((all) -> {
				all.set(HttpHeaders.ACCEPT, accept);
				if (user != null) {
					all.setBasicAuth(user, user);
				}
				for (int i = 0; i < headers.length; i += 2) {
					all.set(headers[i], headers[i + 1]);
				}
			});
	}

}
