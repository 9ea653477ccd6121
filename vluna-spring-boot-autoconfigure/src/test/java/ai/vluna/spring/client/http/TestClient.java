package ai.vluna.spring.client.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.signing.ServiceKey;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A client for tests, impatient but willing to try three times.
 */
final class TestClient implements AutoCloseable {

	static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	static final ServiceKey KEY = ServiceKey.of("pk-test", SECRET);

	static final CallContext CONTEXT = new CallContext("customer_123", "user_456", "auth-0001");

	private final VlunaConnections connections = new VlunaConnections(ConnectionSettings.defaults());

	private final VlunaClient client;

	TestClient(URI url) {
		this(url, Duration.ofSeconds(5), 3, () -> KEY);
	}

	TestClient(URI url, Duration responseTimeout, int maxAttempts, Supplier<ServiceKey> key) {
		this(url, responseTimeout, maxAttempts, key, null);
	}

	TestClient(URI url, Duration responseTimeout, int maxAttempts, Supplier<ServiceKey> key,
			@Nullable GateCircuit circuit) {
		VlunaClientSettings settings = new VlunaClientSettings(url, "realm-default", responseTimeout,
				Duration.ofSeconds(10), new RetrySettings(maxAttempts, Duration.ofMillis(1), Duration.ofMillis(5)));
		VlunaClientBuilder builder = new VlunaClientBuilder(
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(this.connections.httpClient())),
				settings, key);
		if (circuit != null) {
			builder.circuit(circuit);
		}
		this.client = builder.build();
	}

	static TestClient withResponseTimeout(URI url, Duration responseTimeout) {
		return new TestClient(url, responseTimeout, 1, () -> KEY);
	}

	static TestClient withoutRetry(URI url) {
		return new TestClient(url, Duration.ofSeconds(5), 1, () -> KEY);
	}

	VlunaClient client() {
		return this.client;
	}

	GateOperations gate() {
		return this.client.gate();
	}

	VlunaCall<AuthorizeResult> call() {
		return this.client.gate().authorize(CONTEXT, new AuthorizeRequest("llm.chat", null, "500", null, Map.of()));
	}

	@Override
	public void close() {
		this.connections.close();
	}

}
