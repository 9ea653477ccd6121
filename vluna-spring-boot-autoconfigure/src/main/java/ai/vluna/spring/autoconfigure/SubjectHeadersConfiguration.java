package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.context.BillingSubjectResolver;
import ai.vluna.spring.context.HeaderSubjectResolver;
import ai.vluna.spring.context.reactive.SubjectHeadersDecorator;
import ai.vluna.spring.context.servlet.ServletHeaderSubjectResolver;
import ai.vluna.spring.context.servlet.SubjectHeadersFilter;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Wiring of the request headers in which trusted hops say who pays. Absent unless a
 * header is named.
 */
final class SubjectHeadersConfiguration {

	private SubjectHeadersConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	@Conditional(OnHeaderName.class)
	static class Servlet {

		@Bean
		SubjectHeadersFilter vlunaSubjectHeadersFilter(VlunaProperties properties, Environment environment) {
			return new SubjectHeadersFilter(SubjectHeaderRules.of(properties.subject().headers(), environment));
		}

		@Bean
		HeaderSource vlunaServletHeaderSource() {
			return new HeaderSource(new ServletHeaderSubjectResolver());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	@Conditional(OnHeaderName.class)
	static class Reactive {

		@Bean
		SubjectHeadersDecorator vlunaSubjectHeadersDecorator(VlunaProperties properties, Environment environment) {
			return new SubjectHeadersDecorator(SubjectHeaderRules.of(properties.subject().headers(), environment));
		}

		@Bean
		HeaderSource vlunaReactiveHeaderSource() {
			return new HeaderSource(new HeaderSubjectResolver());
		}

	}

	/**
	 * What a trusted hop said about the current request.
	 *
	 * @param resolver reads it
	 */
	record HeaderSource(BillingSubjectResolver resolver) {

	}

	/**
	 * Matches when at least one header is named.
	 */
	static final class OnHeaderName extends AnyNestedCondition {

		OnHeaderName() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(SubjectHeaderRules.PRINCIPAL)
		static final class Principal {

		}

		@ConditionalOnProperty(SubjectHeaderRules.USER)
		static final class User {

		}

	}

}
