package ai.vluna.integration.servlet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the id under which the gate's logs tell of a trace.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "vluna.embedded-gate.enabled=true", "vluna.embedded-gate.features[0].code=chalk",
				"vluna.embedded-gate.features[0].price.xusd=0", "vluna.embedded-gate.known-principals=acme",
				"vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:alice" })
class TraceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Autowired
	private Chalk chalk;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private ObservationRegistry registry;

	private Observation lesson;

	@BeforeEach
	void begin() {
		this.gate.reset();
		this.lesson = Observation.start("lesson", this.registry);
	}

	@Test
	void findsBlockingWorkByItsTrace() {
		this.lesson.observe(() -> this.chalk.write("white"));
		assertThatGateKnowsTheTrace();
	}

	@Test
	void findsFuturesByTheirTrace() {
		this.lesson.observe(() -> this.chalk.later("white").orTimeout(20, TimeUnit.SECONDS).join());
		assertThatGateKnowsTheTrace();
	}

	@Test
	void findsReactiveWorkByItsTrace() {
		this.chalk.mono("white")
			.subscribeOn(Schedulers.parallel())
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, this.lesson))
			.block(PATIENCE);
		assertThatGateKnowsTheTrace();
	}

	@Test
	void findsStreamsByTheirTrace() {
		this.chalk.flux("white")
			.subscribeOn(Schedulers.parallel())
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, this.lesson))
			.blockLast(PATIENCE);
		assertThatGateKnowsTheTrace();
	}

	@Test
	void makesAnIdForWorkOutsideOfATrace() {
		this.chalk.write("white");
		assertThat(requestIds()).hasSize(2).allMatch((id) -> id.matches("[0-9a-f]{32}"));
	}

	private void assertThatGateKnowsTheTrace() {
		TracingContext tracing = this.lesson.getContextView().getRequired(TracingContext.class);
		String traceId = tracing.getSpan().context().traceId();
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.gate).hasSingleLease().wasCommittedWith(5));
		assertThat(requestIds()).hasSize(2).containsOnly((traceId.length() == 32) ? traceId : "0".repeat(16) + traceId);
	}

	private List<String> requestIds() {
		return Stream.of(Endpoint.AUTHORIZE, Endpoint.COMMIT)
			.flatMap((endpoint) -> this.gate.received(endpoint).stream())
			.map((request) -> request.header("x-request-id"))
			.toList();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class School {

		@Bean
		SimpleTracer tracer() {
			return new SimpleTracer();
		}

		@Bean
		ObservationRegistry observations(SimpleTracer tracer) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
			return registry;
		}

		@Bean
		Chalk chalk() {
			return new Chalk();
		}

	}

	static class Chalk {

		@BilledOperation(feature = "chalk", quantity = "#result.length()")
		String write(String text) {
			return text;
		}

		@BilledOperation(feature = "chalk", quantity = "#result.length()")
		CompletableFuture<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> text);
		}

		@BilledOperation(feature = "chalk", quantity = "#result.length()")
		Mono<String> mono(String text) {
			return Mono.just(text).delayElement(Duration.ofMillis(5));
		}

		@BilledOperation(feature = "chalk", quantity = "#result.length()")
		Flux<String> flux(String text) {
			return Flux.just(text).delayElements(Duration.ofMillis(5));
		}

	}

}
