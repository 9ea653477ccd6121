package ai.vluna.integration.servlet;

import ai.vluna.spring.context.BillingRequestContext;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Application code that knows who pays from somewhere of its own.
 */
@Configuration(proxyBeanMethods = false)
class RequestContextFilterConfiguration {

	@Bean
	Filter customerFilter(BillingRequestContext billing) {
		return (request, response, chain) -> {
			String customer = ((HttpServletRequest) request).getHeader("X-Test-Customer");
			if (customer != null) {
				billing.setPrincipalId(customer);
				billing.setUserId(((HttpServletRequest) request).getHeader("X-Test-User"));
			}
			chain.doFilter(request, response);
		};
	}

}
