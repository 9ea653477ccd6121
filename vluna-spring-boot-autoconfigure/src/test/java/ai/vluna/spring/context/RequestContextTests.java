package ai.vluna.spring.context;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestContextSubjectResolver} and {@link JobSubjectResolver}.
 */
class RequestContextTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final RequestContextSubjectResolver resolver = new RequestContextSubjectResolver();

	private final AtomicBoolean inServletRequest = new AtomicBoolean();

	private final JobSubjectResolver jobs = new JobSubjectResolver(BillingIdentity.of("house", "jobs"),
			this.inServletRequest::get);

	@Test
	void everySubscriptionHasARequestContextOfItsOwn() {
		Mono<BillingRequestContext> found = Mono
			.deferContextual((context) -> Mono.justOrEmpty(BillingRequestContext.from(context)))
			.contextWrite(BillingRequestContext.write());
		assertThat(found.block(TIMEOUT)).isNotNull().isNotSameAs(found.block(TIMEOUT));
	}

	@Test
	void readsTheReactorContext() {
		Context context = request("acme", "alice");
		assertThat(this.resolver.resolve(context).block(TIMEOUT)).isEqualTo(BillingIdentity.of("acme", "alice"));
		assertThat(this.resolver.resolve(Context.empty()).block(TIMEOUT)).isNull();
		assertThat(this.resolver.resolve()).isNull();
	}

	@Test
	void readsTheThreadThatTheContextWasPutOn() {
		try (ContextSnapshot.Scope scope = ContextSnapshotFactory.builder()
			.build()
			.setThreadLocalsFrom(request("acme", "alice"))) {
			assertThat(scope).isNotNull();
			assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.of("acme", "alice"));
			assertThat(this.jobs.resolve()).isNull();
		}
		assertThat(this.resolver.resolve()).isNull();
	}

	@Test
	void jobsHaveASubjectOutsideARequestOnly() {
		BillingIdentity expected = BillingIdentity.of("house", "jobs");
		assertThat(this.jobs.resolve()).isEqualTo(expected);
		assertThat(this.jobs.resolve(Context.empty()).block(TIMEOUT)).isEqualTo(expected);
		assertThat(this.jobs.resolve(request(null, null)).block(TIMEOUT)).isNull();
		this.inServletRequest.set(true);
		assertThat(this.jobs.resolve()).isNull();
		assertThat(this.jobs.resolve(Context.empty()).block(TIMEOUT)).isNull();
	}

	private static Context request(String principalId, String userId) {
		Context context = BillingRequestContext.write().apply(Context.empty());
		BillingRequestContext requestContext = BillingRequestContext.from(context);
		assertThat(requestContext).isNotNull();
		requestContext.setPrincipalId(principalId);
		requestContext.setUserId(userId);
		return context;
	}

}
