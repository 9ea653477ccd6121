package ai.vluna.sample.account;

import java.util.Map;

import jakarta.servlet.DispatcherType;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Four users, each of another customer. The password is the name.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final Map<String, String> CUSTOMERS = Map.of("alice", "acme", "bob", "globex", "dave", "initech",
			"erin", "hooli");

	@Bean
	UserDetailsService callers() {
		return (username) -> {
			String customerId = CUSTOMERS.get(username);
			if (customerId == null) {
				throw new UsernameNotFoundException("No user '%s'".formatted(username));
			}
			return new Caller(username, customerId);
		};
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/", "/index.html", "/lighthouse.txt", "/api/ledger")
				.permitAll()
				.requestMatchers(EndpointRequest.to("health"))
				.permitAll()
				.anyRequest()
				.authenticated())
			.httpBasic(Customizer.withDefaults())
			.csrf(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

}
