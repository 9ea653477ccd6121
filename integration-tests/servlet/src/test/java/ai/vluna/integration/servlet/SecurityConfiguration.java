package ai.vluna.integration.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Users whose password is their name; a bearer token is taken at its word.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final Map<String, String> CUSTOMERS = Map.of("alice", "acme", "bob", "globex", "dave", "initech",
			"bella", "bankrupt", "erin", "lite", "fred", "former");

	@Bean
	UserDetailsService callers() {
		return (name) -> {
			String customerId = CUSTOMERS.get(name);
			if (customerId == null) {
				throw new UsernameNotFoundException(name);
			}
			return new Caller(name, customerId);
		};
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/public/**")
				.permitAll()
				.anyRequest()
				.authenticated())
			.httpBasic(Customizer.withDefaults())
			.addFilterBefore(new TokenFilter(), AuthorizationFilter.class)
			.csrf(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	private static final class TokenFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			String subject = request.getHeader("X-Token-Subject");
			if (subject != null) {
				Jwt token = Jwt.withTokenValue("token")
					.header("alg", "none")
					.subject(subject)
					.claim("customerId", "token")
					.build();
				SecurityContext context = new SecurityContextImpl(new JwtAuthenticationToken(token, List.of()));
				SecurityContextHolder.setContext(context);
				// As the filter of a resource server does, for the dispatch that ends the
				// request.
				new RequestAttributeSecurityContextRepository().saveContext(context, request, response);
			}
			chain.doFilter(request, response);
		}

	}

}
