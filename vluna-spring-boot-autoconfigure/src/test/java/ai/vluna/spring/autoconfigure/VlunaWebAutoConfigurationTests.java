package ai.vluna.spring.autoconfigure;

import java.util.List;

import ai.vluna.spring.gate.idempotency.InboundKeys;
import ai.vluna.spring.web.BillingProblems;
import ai.vluna.spring.web.reactive.AbortedResponseFilter;
import ai.vluna.spring.web.reactive.BillingProblemAdvice;
import ai.vluna.spring.web.reactive.BillingProblemWebExceptionHandler;
import ai.vluna.spring.web.reactive.InboundKeyWebFilter;
import ai.vluna.spring.web.reactive.ReactiveInboundKeys;
import ai.vluna.spring.web.servlet.BillingProblemResolver;
import ai.vluna.spring.web.servlet.HeartbeatPostProcessor;
import ai.vluna.spring.web.servlet.HeartbeatReturnValueHandler;
import ai.vluna.spring.web.servlet.InboundKeyFilter;
import ai.vluna.spring.web.servlet.ServletInboundKeys;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VlunaWebAutoConfiguration}.
 */
class VlunaWebAutoConfigurationTests {

	private static final AutoConfigurations WEB = AutoConfigurations.of(VlunaWebAutoConfiguration.class);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(WEB)
		.withUserConfiguration(WebMvc.class);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(WEB)
		.withUserConfiguration(WebFlux.class);

	@Test
	void aServletApplicationAnswersProblems() {
		this.servlet.run((context) -> assertThat(context).hasSingleBean(BillingProblemResolver.class)
			.hasSingleBean(BillingProblems.class)
			.doesNotHaveBean(BillingProblemWebExceptionHandler.class));
	}

	@Test
	void aWebFluxApplicationAnswersProblems() {
		this.reactive.run((context) -> assertThat(context).hasSingleBean(BillingProblemWebExceptionHandler.class)
			.hasSingleBean(BillingProblemAdvice.Denied.class)
			.hasSingleBean(BillingProblemAdvice.Conflict.class)
			.hasSingleBean(BillingProblemAdvice.Unavailable.class)
			.hasSingleBean(BillingProblemAdvice.Misconfigured.class)
			.hasSingleBean(BillingProblemAdvice.MissingSubject.class)
			.doesNotHaveBean(BillingProblemResolver.class));
	}

	@Test
	void doesNothingElsewhereOrWhenSwitchedOff() {
		new ApplicationContextRunner().withConfiguration(WEB)
			.run((context) -> assertThat(context).doesNotHaveBean(BillingProblems.class));
		this.servlet.withPropertyValues("vluna.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BillingProblemResolver.class));
	}

	@Test
	void keysOfClientsAreReadOnlyOnRequest() {
		this.servlet.run((context) -> assertThat(context).doesNotHaveBean(InboundKeys.class)
			.doesNotHaveBean(InboundKeyFilter.class));
		this.reactive.run((context) -> assertThat(context).doesNotHaveBean(InboundKeys.class)
			.doesNotHaveBean(InboundKeyWebFilter.class));
		String enabled = "vluna.inbound-idempotency.enabled=true";
		this.servlet.withPropertyValues(enabled)
			.run((context) -> assertThat(context).hasSingleBean(ServletInboundKeys.class)
				.hasSingleBean(InboundKeyFilter.class));
		this.reactive.withPropertyValues(enabled)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveInboundKeys.class)
				.hasSingleBean(InboundKeyWebFilter.class));
		this.servlet.withPropertyValues(enabled)
			.withBean("own", InboundKeys.class, () -> (key) -> null)
			.run((context) -> assertThat(context).hasSingleBean(InboundKeys.class).hasBean("own"));
	}

	@Test
	void eventsBeatOnlyOnRequest() {
		this.servlet.run((context) -> assertThat(context).doesNotHaveBean(HeartbeatPostProcessor.class)
			.satisfies((off) -> assertThat(handlers(off)).noneMatch(HeartbeatReturnValueHandler.class::isInstance)));
		this.servlet.withPropertyValues("vluna.sse.heartbeat=15s")
			.run((context) -> assertThat(handlers(context))
				.hasAtLeastOneElementOfType(HeartbeatReturnValueHandler.class));
		this.servlet.withPropertyValues("vluna.sse.heartbeat=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class));
	}

	@Test
	void bodiesThatCannotBeWrittenAreCancelled() {
		this.reactive.run((context) -> assertThat(context).hasSingleBean(AbortedResponseFilter.class));
		this.servlet.run((context) -> assertThat(context).doesNotHaveBean(AbortedResponseFilter.class));
	}

	@Test
	void theProblemsBackOff() {
		this.servlet.withBean("own", BillingProblems.class, BillingProblems::new)
			.run((context) -> assertThat(context).hasSingleBean(BillingProblems.class).hasBean("own"));
	}

	@Test
	void comesBeforeAnAdviceWithTheHighestPrecedence() {
		this.reactive.withUserConfiguration(FirstInLine.class, SecondInLine.class)
			.run((context) -> assertThat(ControllerAdviceBean.findAnnotatedBeans(context))
				.extracting(ControllerAdviceBean::getBeanType)
				.endsWith(FirstInLine.class, SecondInLine.class)
				.hasSize(7));
	}

	private static List<HandlerMethodReturnValueHandler> handlers(ApplicationContext context) {
		List<HandlerMethodReturnValueHandler> handlers = context.getBean(RequestMappingHandlerAdapter.class)
			.getReturnValueHandlers();
		return (handlers != null) ? handlers : List.of();
	}

	@RestControllerAdvice
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class FirstInLine {

		@ExceptionHandler
		void answer(Exception ex) {
		}

	}

	@RestControllerAdvice
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class SecondInLine {

		@ExceptionHandler
		void answer(Exception ex) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class WebMvc {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class WebFlux {

	}

}
