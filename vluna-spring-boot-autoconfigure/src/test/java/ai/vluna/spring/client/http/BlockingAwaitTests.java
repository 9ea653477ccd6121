package ai.vluna.spring.client.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.vluna.spring.client.BlockingAwait;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaUnavailableException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BlockingAwait} and {@link VlunaCall#await()}.
 */
class BlockingAwaitTests {

	private static final VlunaUnavailableException UNAVAILABLE = new VlunaUnavailableException("POST http://gate", "r",
			null, null, "connection refused", List.of(), null);

	@Test
	void waitsOnAThreadThatMayBlock() {
		assertThat(BlockingAwait.await(Mono.delay(Duration.ofMillis(10)).thenReturn("value"), "?")).isEqualTo("value");
	}

	@Test
	void waitsOnABoundedElasticThread() {
		StepVerifier
			.create(Mono.fromCallable(() -> BlockingAwait.await(Mono.just("value"), "?"))
				.subscribeOn(Schedulers.boundedElastic()))
			.expectNext("value")
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void throwsTheErrorItself() {
		assertThatExceptionOfType(VlunaUnavailableException.class)
			.isThrownBy(() -> BlockingAwait.await(Mono.error(UNAVAILABLE), "?"))
			.isSameAs(UNAVAILABLE);
	}

	@Test
	void refusesAThreadThatMustNotBlockBeforeAnythingIsSent() {
		AtomicBoolean subscribed = new AtomicBoolean();
		Mono<String> publisher = Mono.fromCallable(() -> {
			subscribed.set(true);
			return "value";
		});
		StepVerifier
			.create(Mono.fromCallable(() -> BlockingAwait.await(publisher, "Subscribe instead"))
				.subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageStartingWith("Thread 'parallel-")
				.hasMessageEndingWith("' must not block. Subscribe instead"))
			.verify(Duration.ofSeconds(5));
		assertThat(subscribed).isFalse();
	}

	@Test
	void refusesToAwaitACallOnAnEventLoop() {
		try (ScriptedGate gate = new ScriptedGate(); TestClient client = new TestClient(gate.url())) {
			StepVerifier.create(client.call().send().map((response) -> client.call().await()))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
					.hasMessageEndingWith("' must not block. Subscribe to VlunaCall.send() instead"))
				.verify(Duration.ofSeconds(5));
			assertThat(gate.received()).hasSize(1);
		}
	}

	@Test
	void takesAnInterruptedWaitForNoAnswer() {
		try (ScriptedGate gate = new ScriptedGate(); TestClient client = new TestClient(gate.url())) {
			gate.answers(ScriptedGate.silence());
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> client.call().await())
				.withMessageContaining("was not answered: interrupted while waiting");
			assertThat(Thread.interrupted()).isTrue();
		}
	}

}
