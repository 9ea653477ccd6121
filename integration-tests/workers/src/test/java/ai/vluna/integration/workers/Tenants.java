package ai.vluna.integration.workers;

import java.io.IOException;

import ai.vluna.spring.context.BillingRequestContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows who calls from a parameter; a real application must ask what it trusts.
 */
public class Tenants extends OncePerRequestFilter {

	private final BillingRequestContext billing;

	Tenants(BillingRequestContext billing) {
		this.billing = billing;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String[] names = request.getParameter("tenant").split("/");
		this.billing.setPrincipalId(names[0]);
		this.billing.setUserId(names[1]);
		chain.doFilter(request, response);
	}

}
