package ai.vluna.spring.web.reactive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.web.ApplicationAdvice;
import ai.vluna.spring.web.BillingProblems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BillingProblemAdvice} and {@link BillingProblemWebExceptionHandler}.
 */
class BillingProblemWebFluxTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/wrapped", "/future", "/mono", "/flux", "/stream", "/functional",
			"/functional-body", "/filter" })
	void answersADenialOfEveryShape(String path) {
		assertDenied(client(), path, MediaType.ALL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/wrapped", "/future", "/mono", "/flux", "/stream", "/functional",
			"/functional-body", "/filter" })
	void answersADenialAlsoToAClientThatWantsAnEventStream(String path) {
		assertDenied(client(), path, MediaType.TEXT_EVENT_STREAM);
	}

	@Test
	void answersWithARetryAfter() {
		client().get()
			.uri("/rate")
			.exchange()
			.expectStatus()
			.isEqualTo(429)
			.expectHeader()
			.valueEquals("Retry-After", "2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nobody", "/unavailable", "/misconfigured" })
	void hidesTheDetailsOfOperatorsAndWinsOverACatchAllAdvice(String path) {
		client(CatchAllAdvice.class).get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody(String.class)
			.value((body) -> assertThat(body).doesNotContain("vluna.subject", "secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/wrapped", "/stream", "/functional" })
	void winsOverACatchAllAdvice(String path) {
		assertDenied(client(CatchAllAdvice.class), path, MediaType.ALL);
	}

	@Test
	void leavesOtherExceptionsAlone() {
		expectText(client(CatchAllAdvice.class), "/other", 500, "catch-all");
	}

	@Test
	void anAdviceThatNamesTheExceptionWins() {
		expectText(client(SpecificAdvice.class), "/value", 418, "specific");
	}

	@Test
	void anAdviceThatNamesTheExceptionWinsBesideACatchAllForTheOthers() {
		WebTestClient client = client(MixedAdvice.class);
		expectText(client, "/value", 418, "mixed");
		client.get()
			.uri("/unavailable")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void standsBetweenAnAdviceForOtherControllersAndACatchAll() {
		assertDenied(client(ForeignAdvice.class, CatchAllAdvice.class), "/value", MediaType.ALL);
	}

	@Test
	void aControllerThatNamesTheExceptionWins() {
		expectText(client(SpecificController.class, CatchAllAdvice.class), "/specific", 418, "local");
	}

	@Test
	void doesNotTouchAStreamThatStarted() {
		Flux<String> body = client().get()
			.uri("/started")
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(String.class)
			.getResponseBody();
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> body.collectList().block(Duration.ofSeconds(5)));
	}

	private WebTestClient client(Class<?>... components) {
		if (components.length > 0) {
			this.context.register(components);
		}
		this.context.register(WebConfig.class);
		this.context.refresh();
		return WebTestClient.bindToApplicationContext(this.context).build();
	}

	private static void assertDenied(WebTestClient client, String path, MediaType accepted) {
		client.get()
			.uri(path)
			.accept(accepted)
			.exchange()
			.expectStatus()
			.isEqualTo(402)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.json("""
					{"type": "urn:vluna:problem:quota", "title": "Quota used up", "status": 402,
					"detail": "The quota for this feature is used up.", "instance": "%s",
					"reason": "QUOTA", "feature": "llm.chat",
					"hints": [{"type": "quota.remaining", "max_quantity_minor": 0}]}
					""".formatted(path));
	}

	private static void expectText(WebTestClient client, String path, int status, String text) {
		client.get().uri(path).exchange().expectStatus().isEqualTo(status).expectBody(String.class).isEqualTo(text);
	}

	private static BillingDeniedException denied() {
		return new BillingDeniedException("llm.chat", DenialReason.QUOTA, "quota limit exhausted",
				List.of(new Hint("quota.remaining", Map.of("max_quantity_minor", 0))), null, null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class WebConfig {

		private final BillingProblems problems = new BillingProblems();

		@Bean
		BilledController billedController() {
			return new BilledController();
		}

		@Bean
		WebFilter failingFilter() {
			return (exchange, chain) -> "/filter".equals(exchange.getRequest().getPath().value()) ? Mono.error(denied())
					: chain.filter(exchange);
		}

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route()
				.GET("/functional", (request) -> Mono.error(denied()))
				.GET("/functional-body",
						(request) -> ServerResponse.ok()
							.contentType(MediaType.TEXT_EVENT_STREAM)
							.body(Flux.error(denied()), String.class))
				.build();
		}

		@Bean
		ApplicationAdvice applicationAdvice(ListableBeanFactory beanFactory) {
			return new ApplicationAdvice(beanFactory);
		}

		@Bean
		BillingProblemAdvice.Denied denials(ApplicationAdvice advice) {
			return new BillingProblemAdvice.Denied(this.problems, advice);
		}

		@Bean
		BillingProblemAdvice.Unavailable unavailable(ApplicationAdvice advice) {
			return new BillingProblemAdvice.Unavailable(this.problems, advice);
		}

		@Bean
		BillingProblemAdvice.Misconfigured misconfigured(ApplicationAdvice advice) {
			return new BillingProblemAdvice.Misconfigured(this.problems, advice);
		}

		@Bean
		BillingProblemAdvice.MissingSubject missingSubject(ApplicationAdvice advice) {
			return new BillingProblemAdvice.MissingSubject(this.problems, advice);
		}

		@Bean
		BillingProblemWebExceptionHandler billingProblemWebExceptionHandler(ServerCodecConfigurer codecs) {
			return new BillingProblemWebExceptionHandler(this.problems, codecs.getWriters());
		}

	}

	@RestController
	static class BilledController {

		@GetMapping("/value")
		String value() {
			throw denied();
		}

		@GetMapping("/wrapped")
		String wrapped() {
			throw new CompletionException(denied());
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> {
				throw denied();
			});
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.error(denied());
		}

		@GetMapping("/flux")
		Flux<String> flux() {
			return Flux.error(denied());
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return Flux.error(denied());
		}

		@GetMapping(path = "/started", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> started() {
			return Flux.concat(Flux.just("first"), Flux.error(denied()));
		}

		@GetMapping("/rate")
		Mono<String> rate() {
			return Mono.error(new BillingDeniedException("llm.chat", DenialReason.RATE_LIMIT, "rate limit exceeded",
					List.of(), Duration.ofMillis(1200), null));
		}

		@GetMapping("/unavailable")
		Mono<String> unavailable() {
			return Mono.error(new BillingUnavailableException("llm.chat", "secret", null));
		}

		@GetMapping("/misconfigured")
		Mono<String> misconfigured() {
			return Mono.error(new BillingConfigurationException("llm.chat", "secret", null));
		}

		@GetMapping("/nobody")
		Mono<String> nobody() {
			return Mono.error(new MissingBillingSubjectException(BillingIdentity.UNKNOWN));
		}

		@GetMapping("/other")
		Mono<String> other() {
			return Mono.error(new IllegalStateException("Order failed"));
		}

	}

	@RestController
	static class SpecificController {

		@GetMapping("/specific")
		String value() {
			throw denied();
		}

		@ExceptionHandler
		ResponseEntity<String> handle(BillingDeniedException ex) {
			return ResponseEntity.status(418).body("local");
		}

	}

	@RestControllerAdvice
	static class CatchAllAdvice {

		@ExceptionHandler(Exception.class)
		ResponseEntity<String> handle() {
			return ResponseEntity.status(500).body("catch-all");
		}

	}

	@RestControllerAdvice
	static class SpecificAdvice {

		@ExceptionHandler
		ResponseEntity<String> handle(BillingDeniedException ex) {
			return ResponseEntity.status(418).body("specific");
		}

	}

	@RestControllerAdvice
	static class MixedAdvice {

		@ExceptionHandler
		ResponseEntity<String> handle(BillingDeniedException ex) {
			return ResponseEntity.status(418).body("mixed");
		}

		@ExceptionHandler(RuntimeException.class)
		ResponseEntity<String> catchAll() {
			return ResponseEntity.status(500).body("catch-all");
		}

	}

	@RestControllerAdvice(assignableTypes = SpecificController.class)
	@Order(0)
	static class ForeignAdvice {

		@ExceptionHandler
		ResponseEntity<String> handle(BillingDeniedException ex) {
			return ResponseEntity.status(418).body("foreign");
		}

	}

}
