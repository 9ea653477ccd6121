package ai.vluna.spring.web.reactive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InboundKeyWebFilter}, {@link ReactiveInboundKeys} and
 * {@link InboundKeyThreadLocalAccessor}.
 */
class InboundKeyWebFilterTests {

	private static final ContextSnapshotFactory PROPAGATION = ContextSnapshotFactory.builder()
		.clearMissing(true)
		.build();

	private final ReactiveInboundKeys keys = new ReactiveInboundKeys();

	private final List<@Nullable String> found = new ArrayList<>();

	@Test
	void theKeyIsThatOfTheRequestAndOfNoOther() {
		HttpHandler handler = WebHttpHandlerBuilder
			.webHandler((exchange) -> Mono.deferContextual((context) -> Mono.fromRunnable(() -> {
				this.found.add(this.keys.find(context));
				PROPAGATION.captureFrom(context)
					.wrap((Runnable) () -> this.found.add(this.keys.find(Context.empty())))
					.run();
			})))
			.filter(new InboundKeyWebFilter())
			.build();
		handle(handler, "8e03978e-40d5");
		handle(handler, "");
		assertThat(this.found).isEqualTo(Arrays.asList("8e03978e-40d5", "8e03978e-40d5", null, null));
		assertThat(this.keys.find(Context.empty())).isNull();
	}

	private static void handle(HttpHandler handler, String key) {
		handler
			.handle(MockServerHttpRequest.get("/").header("Idempotency-Key", key).build(), new MockServerHttpResponse())
			.block(Duration.ofSeconds(5));
	}

}
