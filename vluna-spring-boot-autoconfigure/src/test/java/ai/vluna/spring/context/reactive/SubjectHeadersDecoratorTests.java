package ai.vluna.spring.context.reactive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.HeaderSubjectResolver;
import ai.vluna.spring.context.RequestContextSubjectResolver;
import ai.vluna.spring.context.SubjectHeaders;
import ai.vluna.spring.context.TrustedHops;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubjectHeadersDecorator} and {@link HeaderSubjectResolver}.
 */
class SubjectHeadersDecoratorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final BillingIdentity ACME = BillingIdentity.of("acme", "alice");

	private final HeaderSubjectResolver resolver = new HeaderSubjectResolver();

	private final AtomicReference<ContextView> context = new AtomicReference<>(Context.empty());

	private final HttpHandler handler = WebHttpHandlerBuilder.webHandler((exchange) -> Mono.deferContextual((view) -> {
		this.context.set(view);
		return Mono.empty();
	}))
		.filter(new BillingRequestContextFilter())
		.forwardedHeaderTransformer(new ForwardedHeaderTransformer())
		.httpHandlerDecorator(new SubjectHeadersDecorator(
				new SubjectHeaders("X-Customer", "X-User", TrustedHops.of(List.of("10.0.0.0/8", "::1")))))
		.build();

	@Test
	void knowsNothingOutsideARequest() {
		assertThat(resolved()).isNull();
		assertThat(this.resolver.resolve()).isNull();
	}

	@Test
	void knowsWhatATrustedHopSaid() throws Exception {
		handle(from("10.0.0.1").header("X-Customer", "acme").header("X-User", "alice"));
		assertThat(resolved()).isEqualTo(ACME);
		handle(from("::1").header("X-User", "bob"));
		assertThat(resolved()).isEqualTo(BillingIdentity.of(null, "bob"));
		handle(from("10.0.0.1"));
		assertThat(resolved()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void keepsItApartFromWhatTheApplicationSays() throws Exception {
		handle(from("10.0.0.1").header("X-Customer", "acme"));
		assertThat(new RequestContextSubjectResolver().resolve(this.context.get()).block(TIMEOUT))
			.isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void aSecondHeaderSaysNothing() throws Exception {
		handle(from("10.0.0.1").header("X-Customer", "acme").header("X-User", "alice", "bob"));
		assertThat(resolved()).isEqualTo(BillingIdentity.of("acme", null));
	}

	@Test
	void anotherHopIsNotHeard() throws Exception {
		handle(from("172.16.0.1").header("X-User", "alice"));
		assertThat(resolved()).isEqualTo(BillingIdentity.UNKNOWN);
		handle(MockServerHttpRequest.get("/").header("X-User", "alice"));
		assertThat(resolved()).isEqualTo(BillingIdentity.UNKNOWN);
		handle(MockServerHttpRequest.get("/")
			.remoteAddress(InetSocketAddress.createUnresolved("10.0.0.1", 80))
			.header("X-User", "alice"));
		assertThat(resolved()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void aForwardedAddressIsNoHop() throws Exception {
		handle(from("172.16.0.1").header("X-Forwarded-For", "10.0.0.1").header("X-User", "alice"));
		assertThat(resolved()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void isKnownOnTheThreadThatTheContextWasPutOn() throws Exception {
		handle(from("10.0.0.1").header("X-Customer", "acme").header("X-User", "alice"));
		try (ContextSnapshot.Scope scope = ContextSnapshotFactory.builder()
			.build()
			.setThreadLocalsFrom(this.context.get())) {
			assertThat(scope).isNotNull();
			assertThat(this.resolver.resolve()).isEqualTo(ACME);
			assertThat(this.resolver.resolve(Context.empty()).block(TIMEOUT)).isEqualTo(ACME);
		}
		assertThat(this.resolver.resolve()).isNull();
	}

	private BillingIdentity resolved() {
		return this.resolver.resolve(this.context.get()).block(TIMEOUT);
	}

	private void handle(MockServerHttpRequest.BaseBuilder<?> request) {
		this.handler.handle(request.build(), new MockServerHttpResponse()).block(TIMEOUT);
	}

	private static MockServerHttpRequest.BaseBuilder<?> from(String hop) throws UnknownHostException {
		return MockServerHttpRequest.get("/").remoteAddress(new InetSocketAddress(InetAddress.getByName(hop), 80));
	}

}
