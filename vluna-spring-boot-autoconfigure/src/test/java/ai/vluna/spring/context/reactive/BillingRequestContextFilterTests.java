package ai.vluna.spring.context.reactive;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingRequestContext;
import ai.vluna.spring.context.RequestContextSubjectResolver;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BillingRequestContextFilter}.
 */
class BillingRequestContextFilterTests {

	private final AtomicReference<BillingIdentity> resolved = new AtomicReference<>();

	@Test
	void whatAnotherFilterWroteIsKnownToTheHandlerOfThisRequestOnly() {
		WebFilter filling = (exchange, chain) -> Mono.deferContextual((context) -> {
			BillingRequestContext requestContext = BillingRequestContext.from(context);
			String customer = exchange.getRequest().getQueryParams().getFirst("customer");
			if (requestContext != null && customer != null) {
				requestContext.setPrincipalId(customer);
			}
			return chain.filter(exchange);
		});
		HttpHandler handler = WebHttpHandlerBuilder
			.webHandler((exchange) -> Mono
				.deferContextual((context) -> new RequestContextSubjectResolver().resolve(context))
				.doOnNext(this.resolved::set)
				.then())
			.filter(new BillingRequestContextFilter(), filling)
			.build();
		handle(handler, "/?customer=acme");
		assertThat(this.resolved.get()).isEqualTo(BillingIdentity.of("acme", null));
		handle(handler, "/");
		assertThat(this.resolved.get()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	private static void handle(HttpHandler handler, String uri) {
		handler.handle(MockServerHttpRequest.get(uri).build(), new MockServerHttpResponse())
			.block(Duration.ofSeconds(5));
	}

}
