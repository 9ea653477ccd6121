package ai.vluna.integration.webflux;

import ai.vluna.spring.context.BillingRequestContext;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Application code that knows who pays from somewhere of its own.
 */
@Component
class RequestContextFilter implements WebFilter {

	static final String CUSTOMER = "X-Test-Customer";

	static final String USER = "X-Test-User";

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.deferContextual((context) -> {
			BillingRequestContext billing = BillingRequestContext.from(context);
			if (billing != null) {
				billing.setPrincipalId(exchange.getRequest().getHeaders().getFirst(CUSTOMER));
				billing.setUserId(exchange.getRequest().getHeaders().getFirst(USER));
			}
			return chain.filter(exchange);
		});
	}

}
