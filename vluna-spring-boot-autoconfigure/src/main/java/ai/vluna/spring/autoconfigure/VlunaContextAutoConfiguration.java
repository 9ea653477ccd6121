package ai.vluna.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import ai.vluna.spring.autoconfigure.SubjectHeadersConfiguration.HeaderSource;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingRequestContext;
import ai.vluna.spring.context.BillingSubjectResolver;
import ai.vluna.spring.context.FixedSubjectResolver;
import ai.vluna.spring.context.JobSubjectResolver;
import ai.vluna.spring.context.RequestContextSubjectResolver;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.context.reactive.BillingRequestContextFilter;
import ai.vluna.spring.context.security.AuthenticationSubjectResolver;
import ai.vluna.spring.context.servlet.ServletRequestSubjectResolver;
import io.micrometer.context.ContextRegistry;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration for finding out who pays.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VlunaProperties.class)
@Import({ SubjectHeadersConfiguration.Servlet.class, SubjectHeadersConfiguration.Reactive.class })
public final class VlunaContextAutoConfiguration {

	VlunaContextAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SubjectResolution vlunaSubjectResolution(VlunaProperties properties,
			ObjectProvider<BillingSubjectResolver> resolvers, ObjectProvider<RequestSource> request,
			ObjectProvider<AuthenticationSource> authentication, ObjectProvider<HeaderSource> headers) {
		List<BillingSubjectResolver> own = resolvers.orderedStream().toList();
		RequestSource requestSource = request.getIfAvailable();
		AuthenticationSource authenticationSource = authentication.getIfAvailable();
		SubjectRules rules = SubjectRules.of(properties.subject(), !own.isEmpty() || requestSource != null,
				!own.isEmpty(), authenticationSource != null);
		List<BillingSubjectResolver> sources = new ArrayList<>();
		if (requestSource != null) {
			sources.add(requestSource.resolver());
		}
		sources.addAll(own);
		if (authenticationSource != null) {
			sources.add(authenticationSource.resolver(rules));
		}
		headers.ifAvailable((source) -> sources.add(source.resolver()));
		sources.add(new FixedSubjectResolver(rules.principal(), rules.user()));
		BillingIdentity jobs = rules.jobs();
		if (jobs != null) {
			sources.add(new JobSubjectResolver(jobs,
					(requestSource != null) ? requestSource.inServletRequest() : () -> false));
		}
		return new SubjectResolution(sources);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		@RequestScope
		@ConditionalOnMissingBean
		BillingRequestContext billingRequestContext() {
			return new BillingRequestContext();
		}

		@Bean
		RequestSource vlunaServletRequestSource() {
			return new RequestSource(new ServletRequestSubjectResolver("billingRequestContext"),
					ServletRequestSubjectResolver::isInRequest);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ DispatcherServlet.class, ContextRegistry.class })
	@ConditionalOnBooleanProperty(name = "vluna.subject.propagate-request", matchIfMissing = true)
	static class RequestPropagationConfiguration implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
			ContextRegistry registry = ContextRegistry.getInstance();
			RequestAttributesThreadLocalAccessor accessor = new RequestAttributesThreadLocalAccessor();
			boolean known = registry.getThreadLocalAccessors()
				.stream()
				.anyMatch((registered) -> registered.key().equals(accessor.key()));
			if (!known) {
				registry.registerThreadLocalAccessor(accessor);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		BillingRequestContextFilter vlunaRequestContextFilter() {
			return new BillingRequestContextFilter();
		}

		@Bean
		RequestSource vlunaReactiveRequestSource() {
			return new RequestSource(new RequestContextSubjectResolver(), () -> false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityContextHolder.class)
	static class SecurityConfiguration {

		@Bean
		AuthenticationSource vlunaAuthenticationSource() {
			return (rules) -> new AuthenticationSubjectResolver(rules.principal(), rules.user());
		}

	}

	/**
	 * What the application wrote down for the current request.
	 *
	 * @param resolver reads it
	 * @param inServletRequest whether the current thread works for a servlet request
	 */
	record RequestSource(BillingSubjectResolver resolver, BooleanSupplier inServletRequest) {

	}

	/**
	 * Spring Security's authentication.
	 */
	@FunctionalInterface
	interface AuthenticationSource {

		/**
		 * Return what reads it.
		 * @param rules the rules to read it by
		 * @return the resolver
		 */
		BillingSubjectResolver resolver(SubjectRules rules);

	}

}
