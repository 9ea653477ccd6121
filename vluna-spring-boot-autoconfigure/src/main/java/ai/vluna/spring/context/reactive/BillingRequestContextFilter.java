package ai.vluna.spring.context.reactive;

import ai.vluna.spring.context.BillingRequestContext;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Gives every WebFlux request a {@link BillingRequestContext} of its own in the Reactor
 * context, to be found with {@link BillingRequestContext#from}. Stands in front of other
 * filters, so that they can fill it.
 *
 * @since 0.1.0
 */
public final class BillingRequestContextFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange).contextWrite(BillingRequestContext.write());
	}

}
