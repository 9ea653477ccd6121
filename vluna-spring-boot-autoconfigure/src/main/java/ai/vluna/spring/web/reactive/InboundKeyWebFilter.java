package ai.vluna.spring.web.reactive;

import ai.vluna.spring.gate.idempotency.InboundKeys;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Writes the key that the client of a WebFlux request supplied into the Reactor context.
 *
 * @since 0.1.0
 */
public final class InboundKeyWebFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String key = InboundKeys.ofHeader(exchange.getRequest().getHeaders().getOrEmpty(InboundKeys.HEADER));
		Mono<Void> rest = chain.filter(exchange);
		return (key != null) ? rest.contextWrite(ReactiveInboundKeys.write(key)) : rest;
	}

}
