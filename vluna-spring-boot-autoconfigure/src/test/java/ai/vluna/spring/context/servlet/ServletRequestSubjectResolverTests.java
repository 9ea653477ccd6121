package ai.vluna.spring.context.servlet;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingRequestContext;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ServletRequestSubjectResolver}.
 */
class ServletRequestSubjectResolverTests {

	private final ServletRequestSubjectResolver resolver = new ServletRequestSubjectResolver("billingRequestContext");

	private final ServletRequestAttributes attributes = new ServletRequestAttributes(new MockHttpServletRequest());

	private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

	@BeforeEach
	void start() {
		this.context.register(RequestContextConfig.class);
		this.context.setServletContext(new MockServletContext());
		this.context.refresh();
	}

	@AfterEach
	void stop() {
		RequestContextHolder.resetRequestAttributes();
		this.context.close();
	}

	@Test
	void knowsNothingOutsideARequest() {
		assertThat(this.resolver.resolve()).isNull();
		assertThat(ServletRequestSubjectResolver.isInRequest()).isFalse();
	}

	@Test
	void knowsNothingAndCreatesNothingInARequestThatNeverUsedTheBean() {
		RequestContextHolder.setRequestAttributes(this.attributes);
		assertThat(this.resolver.resolve()).isNull();
		assertThat(ServletRequestSubjectResolver.isInRequest()).isTrue();
		assertThat(this.attributes.getRequest().getAttributeNames().hasMoreElements()).isFalse();
	}

	@Test
	void knowsWhatTheApplicationWrote() {
		fillRequestContext();
		assertThat(this.resolver.resolve()).isEqualTo(new BillingIdentity("acme", "alice", "account-1"));
	}

	@Test
	void knowsItOnThreadsWithPropagatedAttributesEvenAfterTheRequest() throws Exception {
		ContextRegistry registry = new ContextRegistry()
			.registerThreadLocalAccessor(new RequestAttributesThreadLocalAccessor());
		ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().contextRegistry(registry).build();
		ExecutorService pool = ContextExecutorService.wrap(Executors.newSingleThreadExecutor(), snapshots);
		try {
			fillRequestContext();
			AtomicReference<Runnable> end = new AtomicReference<>(this.attributes::requestCompleted);
			assertThat(pool.submit(() -> {
				end.get().run();
				return this.resolver.resolve();
			}).get(5, TimeUnit.SECONDS)).isEqualTo(new BillingIdentity("acme", "alice", "account-1"));
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void refusesToGuessAfterTheRequest() {
		fillRequestContext();
		this.attributes.requestCompleted();
		assertThatIllegalStateException().isThrownBy(this.resolver::resolve);
	}

	private void fillRequestContext() {
		RequestContextHolder.setRequestAttributes(this.attributes);
		BillingRequestContext requestContext = this.context.getBean(BillingRequestContext.class);
		requestContext.setPrincipalId("acme");
		requestContext.setUserId("alice");
		requestContext.setBillingAccountId("account-1");
	}

	@Configuration(proxyBeanMethods = false)
	static class RequestContextConfig {

		@Bean
		@RequestScope
		BillingRequestContext billingRequestContext() {
			return new BillingRequestContext();
		}

	}

}
