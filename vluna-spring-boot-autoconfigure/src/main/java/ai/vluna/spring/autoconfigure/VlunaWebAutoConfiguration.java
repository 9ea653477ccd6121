package ai.vluna.spring.autoconfigure;

import java.time.Duration;

import ai.vluna.spring.web.ApplicationAdvice;
import ai.vluna.spring.web.BillingProblems;
import ai.vluna.spring.web.reactive.AbortedResponseFilter;
import ai.vluna.spring.web.reactive.ApplicationAdviceOrderPostProcessor;
import ai.vluna.spring.web.reactive.BillingProblemAdvice;
import ai.vluna.spring.web.reactive.BillingProblemWebExceptionHandler;
import ai.vluna.spring.web.servlet.BillingProblemResolver;
import ai.vluna.spring.web.servlet.HeartbeatPostProcessor;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Auto-configuration for what callers of a web application see when work was not started:
 * problem details. And for what they say themselves: under which key they want an
 * operation to be done.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
		"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration" })
@ConditionalOnClass(ControllerAdvice.class)
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
@Import({ InboundKeysConfiguration.Servlet.class, InboundKeysConfiguration.Reactive.class })
public final class VlunaWebAutoConfiguration {

	VlunaWebAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	BillingProblems vlunaBillingProblems() {
		return new BillingProblems();
	}

	@Bean
	ApplicationAdvice vlunaApplicationAdvice(ListableBeanFactory beanFactory) {
		return new ApplicationAdvice(beanFactory);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnProperty("vluna.sse.heartbeat")
		static HeartbeatPostProcessor vlunaHeartbeatPostProcessor(Environment environment,
				@Qualifier("vlunaScheduler") ObjectProvider<Scheduler> scheduler) {
			Duration interval = Binder.get(environment).bind("vluna.sse.heartbeat", Duration.class).get();
			if (interval.isNegative() || interval.isZero()) {
				throw new InvalidConfigurationPropertyValueException("vluna.sse.heartbeat", interval,
						"It must be longer than nothing.");
			}
			return new HeartbeatPostProcessor(interval, () -> scheduler.getIfAvailable(Schedulers::boundedElastic));
		}

		@Bean
		@ConditionalOnMissingBean
		BillingProblemResolver vlunaBillingProblemResolver(BillingProblems problems, ApplicationAdvice advice,
				RequestMappingHandlerAdapter handlerAdapter) {
			return new BillingProblemResolver(problems, advice, handlerAdapter.getMessageConverters());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		@Bean
		AbortedResponseFilter vlunaAbortedResponseFilter() {
			return new AbortedResponseFilter();
		}

		@Bean
		static ApplicationAdviceOrderPostProcessor vlunaApplicationAdviceOrderPostProcessor() {
			return new ApplicationAdviceOrderPostProcessor();
		}

		@Bean
		@ConditionalOnMissingBean
		BillingProblemAdvice.Denied vlunaDeniedAdvice(BillingProblems problems, ApplicationAdvice advice) {
			return new BillingProblemAdvice.Denied(problems, advice);
		}

		@Bean
		@ConditionalOnMissingBean
		BillingProblemAdvice.Conflict vlunaConflictAdvice(BillingProblems problems, ApplicationAdvice advice) {
			return new BillingProblemAdvice.Conflict(problems, advice);
		}

		@Bean
		@ConditionalOnMissingBean
		BillingProblemAdvice.Unavailable vlunaUnavailableAdvice(BillingProblems problems, ApplicationAdvice advice) {
			return new BillingProblemAdvice.Unavailable(problems, advice);
		}

		@Bean
		@ConditionalOnMissingBean
		BillingProblemAdvice.Misconfigured vlunaMisconfiguredAdvice(BillingProblems problems,
				ApplicationAdvice advice) {
			return new BillingProblemAdvice.Misconfigured(problems, advice);
		}

		@Bean
		@ConditionalOnMissingBean
		BillingProblemAdvice.MissingSubject vlunaMissingSubjectAdvice(BillingProblems problems,
				ApplicationAdvice advice) {
			return new BillingProblemAdvice.MissingSubject(problems, advice);
		}

		@Bean
		@ConditionalOnMissingBean
		BillingProblemWebExceptionHandler vlunaBillingProblemWebExceptionHandler(BillingProblems problems,
				ServerCodecConfigurer codecs) {
			return new BillingProblemWebExceptionHandler(problems, codecs.getWriters());
		}

	}

}
