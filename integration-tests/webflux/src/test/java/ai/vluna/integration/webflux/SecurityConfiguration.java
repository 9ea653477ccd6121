package ai.vluna.integration.webflux;

import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

/**
 * Users whose password is their name, known without leaving the event loop.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final Map<String, String> CUSTOMERS = Map.of("alice", "acme", "bob", "globex", "dave", "initech",
			"bella", "bankrupt", "erin", "lite", "fred", "former");

	@Bean
	ReactiveAuthenticationManager callers() {
		return (authentication) -> {
			String customerId = CUSTOMERS.get(authentication.getName());
			if (customerId == null) {
				return Mono.error(new BadCredentialsException(authentication.getName()));
			}
			Caller caller = new Caller(authentication.getName(), customerId);
			return Mono.just(UsernamePasswordAuthenticationToken.authenticated(caller, null, caller.getAuthorities()));
		};
	}

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		return http
			.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers("/public/**").permitAll().anyExchange().authenticated())
			.httpBasic(Customizer.withDefaults())
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			// The store of sessions would leave the event loop.
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.build();
	}

}
