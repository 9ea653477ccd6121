package ai.vluna.spring.client.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link VlunaConnections} and {@link ConnectionSettings}.
 */
class VlunaConnectionsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ScriptedGate gate = new ScriptedGate();

	@AfterEach
	void close() {
		this.gate.close();
	}

	@Test
	void opensNoMoreConnectionsThanAllowed() {
		try (VlunaConnections connections = connections(2, Duration.ofSeconds(5))) {
			List<VlunaResponse<AuthorizeResult>> answers = Flux.range(0, 50)
				.flatMap((number) -> call(connections, this.gate.url()).send(), 50)
				.collectList()
				.block(Duration.ofSeconds(20));
			assertThat(answers).hasSize(50);
		}
		assertThat(this.gate.connections()).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void waitsNoLongerThanAllowedForAFreeConnection() {
		this.gate.answers(ScriptedGate.silence());
		try (VlunaConnections connections = connections(1, Duration.ofMillis(50))) {
			Flux<VlunaResponse<AuthorizeResult>> calls = Flux.range(0, 2)
				.flatMap((number) -> call(connections, this.gate.url()).send());
			assertThatExceptionOfType(VlunaUnavailableException.class)
				.isThrownBy(() -> calls.blockLast(Duration.ofSeconds(20)))
				.withMessageContaining("was not answered: no free connection in time");
		}
	}

	@Test
	void closesIdleConnectionsWhenItIsClosed() {
		try (VlunaConnections connections = connections(1, SECOND)) {
			call(connections, this.gate.url()).await();
			assertThat(this.gate.connections()).singleElement().matches(Channel::isOpen);
		}
		await().until(() -> this.gate.connections().stream().noneMatch(Channel::isOpen));
	}

	@Test
	void letsCallsUnderWayFinishWhenItIsClosed() {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		this.gate.answers((response) -> Mono.fromFuture(closed)
			.then(Mono.from(ScriptedGate.json(200, ScriptedGate.LEASE).write(response))));
		CompletableFuture<VlunaResponse<AuthorizeResult>> answer;
		try (VlunaConnections connections = connections(1, SECOND)) {
			answer = call(connections, this.gate.url()).send().toFuture();
			await().until(() -> !this.gate.received().isEmpty());
		}
		closed.complete(null);
		assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
		await().until(() -> this.gate.connections().stream().noneMatch(Channel::isOpen));
	}

	@Test
	void refusesToKeepConnectionsLongerThanTheGateDoes() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConnectionSettings(SECOND, 1, SECOND, Duration.ofSeconds(72)))
			.withMessageContaining("'maxIdleTime' must be positive and less than 72 seconds");
		assertThat(new ConnectionSettings(SECOND, 1, SECOND, Duration.ofSeconds(71)).maxIdleTime())
			.isEqualTo(Duration.ofSeconds(71));
	}

	@Test
	void refusesLimitsThatLetNothingThrough() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionSettings(Duration.ZERO, 1, SECOND, SECOND))
			.withMessageContaining("'connectTimeout'");
		assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionSettings(SECOND, 0, SECOND, SECOND))
			.withMessageContaining("'maxConnections'");
		assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionSettings(SECOND, 1, Duration.ZERO, SECOND))
			.withMessageContaining("'pendingAcquireTimeout'");
	}

	private static VlunaCall<AuthorizeResult> call(VlunaConnections connections, URI url) {
		VlunaClientSettings settings = new VlunaClientSettings(url, "realm-default", Duration.ofSeconds(5),
				Duration.ofSeconds(5), new RetrySettings(1, Duration.ZERO, Duration.ZERO));
		WebClient.Builder webClient = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(connections.httpClient()));
		return new VlunaClientBuilder(webClient, settings, () -> TestClient.KEY).build()
			.gate()
			.authorize(TestClient.CONTEXT, new AuthorizeRequest("llm.chat", null, null, null, Map.of()));
	}

	private static VlunaConnections connections(int maxConnections, Duration pendingAcquireTimeout) {
		return new VlunaConnections(
				new ConnectionSettings(SECOND, maxConnections, pendingAcquireTimeout, Duration.ofSeconds(60)));
	}

}
