package ai.vluna.spring.web.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.web.ApplicationAdvice;
import ai.vluna.spring.web.BillingProblems;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BillingProblemResolver}.
 */
class BillingProblemResolverTests {

	private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

	@AfterEach
	void close() {
		RequestContextHolder.resetRequestAttributes();
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/wrapped", "/future", "/mono", "/flux", "/stream", "/functional" })
	void answersADenialOfEveryShape(String path) {
		assertDenied(mvc().get().uri(path).exchange(), path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/wrapped", "/future", "/mono", "/flux", "/stream", "/functional" })
	void answersADenialAlsoToAClientThatWantsAnEventStream(String path) {
		assertDenied(mvc().get().uri(path).accept(MediaType.TEXT_EVENT_STREAM).exchange(), path);
	}

	@Test
	void answersWithARetryAfter() {
		assertThat(mvc().get().uri("/rate")).hasStatus(429).hasHeader("Retry-After", "2");
	}

	@Test
	void hidesTheDetailsOfOperators() {
		assertThat(mvc().get().uri("/nobody")).hasStatus(503)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyText()
			.doesNotContain("vluna.subject");
	}

	@Test
	void leavesOtherExceptionsAlone() {
		MvcTestResult result = mvc(CatchAllAdvice.class).get().uri("/other").exchange();
		assertThat(result).hasStatus(500).bodyText().isEqualTo("catch-all");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/wrapped", "/stream" })
	void winsOverACatchAllAdvice(String path) {
		assertDenied(mvc(CatchAllAdvice.class).get().uri(path).exchange(), path);
	}

	@Test
	void winsOverACatchAllInTheController() {
		assertDenied(mvc(CatchAllController.class).get().uri("/catch-all").exchange(), "/catch-all");
	}

	@Test
	void stepsAsideForAnAdviceThatNamesTheException() {
		assertThat(mvc(SpecificAdvice.class).get().uri("/value")).hasStatus(418).bodyText().isEqualTo("specific");
		assertThat(mvc(SpecificAdvice.class).get().uri("/future").exchange()).hasStatus(418);
	}

	@Test
	void stepsAsideForAnAdviceThatNamesItBesideACatchAll() {
		MockMvcTester mvc = mvc(MixedAdvice.class);
		assertThat(mvc.get().uri("/value")).hasStatus(418).bodyText().isEqualTo("mixed");
		assertThat(mvc.get().uri("/unavailable")).hasStatus(503).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void stepsAsideForAControllerThatNamesTheException() {
		assertThat(mvc(SpecificController.class, CatchAllAdvice.class).get().uri("/specific")).hasStatus(418);
	}

	@Test
	void doesNotStepAsideForAnAdviceOfOtherControllers() {
		assertDenied(mvc(ForeignAdvice.class, CatchAllAdvice.class).get().uri("/value").exchange(), "/value");
	}

	@Test
	void doesNotStepAsideForAnAdviceWhoseAnswerTheClientDoesNotAccept() {
		MockMvcTester mvc = mvc(HtmlAdvice.class);
		assertThat(mvc.get().uri("/value").accept(MediaType.TEXT_HTML)).hasStatus(418);
		assertDenied(mvc.get().uri("/value").accept(MediaType.TEXT_EVENT_STREAM).exchange(), "/value");
	}

	@Test
	void doesNotTouchAStreamThatStarted() throws Exception {
		assertThat(mvc().get().uri("/started")).hasFailed()
			.failure()
			.hasRootCauseInstanceOf(BillingDeniedException.class);
		MockHttpServletResponse response = new MockHttpServletResponse();
		response.getWriter().write("first");
		response.flushBuffer();
		assertThat(this.context.getBean(BillingProblemResolver.class)
			.resolveException(new MockHttpServletRequest(), response, null, denied())).isNull();
		assertThat(response.getContentAsString()).isEqualTo("first");
	}

	private MockMvcTester mvc(Class<?>... components) {
		this.context.setServletContext(new MockServletContext());
		this.context.register(WebConfig.class);
		if (components.length > 0) {
			this.context.register(components);
		}
		this.context.refresh();
		return MockMvcTester.from(this.context);
	}

	private static void assertDenied(MvcTestResult result, String path) {
		assertThat(result).hasStatus(402)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isStrictlyEqualTo("""
					{"type": "urn:vluna:problem:quota", "title": "Quota used up", "status": 402,
					"detail": "The quota for this feature is used up.", "instance": "%s",
					"reason": "QUOTA", "feature": "llm.chat",
					"hints": [{"type": "quota.remaining", "max_quantity_minor": 0}]}
					""".formatted(path));
	}

	private static BillingDeniedException denied() {
		return new BillingDeniedException("llm.chat", DenialReason.QUOTA, "quota limit exhausted",
				List.of(new Hint("quota.remaining", Map.of("max_quantity_minor", 0))), null, null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class WebConfig {

		@Bean
		BillingProblemResolver billingProblemResolver(ListableBeanFactory beanFactory,
				RequestMappingHandlerAdapter adapter) {
			return new BillingProblemResolver(new BillingProblems(), new ApplicationAdvice(beanFactory),
					adapter.getMessageConverters());
		}

		@Bean
		BilledController billedController() {
			return new BilledController();
		}

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route().GET("/functional", (request) -> {
				throw denied();
			}).build();
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
			return CompletableFuture.failedFuture(denied());
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

		@GetMapping("/rate")
		String rate() {
			throw new BillingDeniedException("llm.chat", DenialReason.RATE_LIMIT, "rate limit exceeded", List.of(),
					Duration.ofMillis(1200), null);
		}

		@GetMapping("/unavailable")
		String unavailable() {
			throw new BillingUnavailableException("llm.chat", "timeout", null);
		}

		@GetMapping("/nobody")
		String nobody() {
			throw new MissingBillingSubjectException(BillingIdentity.UNKNOWN);
		}

		@GetMapping("/other")
		String other() {
			throw new IllegalStateException("Order failed", denied());
		}

		@GetMapping("/started")
		void started(HttpServletResponse response) throws IOException, ServletException {
			response.getWriter().write("first");
			response.flushBuffer();
			throw denied();
		}

	}

	@RestController
	static class CatchAllController {

		@GetMapping("/catch-all")
		String value() {
			throw denied();
		}

		@ExceptionHandler(Exception.class)
		String handle() {
			return "local catch-all";
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
	@Order(0)
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

		@ExceptionHandler({ BillingDeniedException.class, IllegalArgumentException.class })
		ResponseEntity<String> handle(Exception ex) {
			return ResponseEntity.status(418).body("mixed");
		}

		@ExceptionHandler(RuntimeException.class)
		ResponseEntity<String> catchAll() {
			return ResponseEntity.status(500).body("catch-all");
		}

	}

	@RestControllerAdvice(assignableTypes = SpecificController.class)
	@Order(-1)
	static class ForeignAdvice {

		@ExceptionHandler
		ResponseEntity<String> handle(BillingDeniedException ex) {
			return ResponseEntity.status(418).body("foreign");
		}

	}

	@RestControllerAdvice
	static class HtmlAdvice {

		@ExceptionHandler(produces = "text/html")
		ResponseEntity<String> handle(BillingDeniedException ex) {
			return ResponseEntity.status(418).body("<p>denied</p>");
		}

	}

}
