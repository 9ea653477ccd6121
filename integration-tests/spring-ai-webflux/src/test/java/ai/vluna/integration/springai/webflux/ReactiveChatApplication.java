package ai.vluna.integration.springai.webflux;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * An application that streams what a model says, and whose requests never leave the event
 * loop by themselves. Users are customers of their own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ChatController.class)
class ReactiveChatApplication {

	private static final long WEALTH = 1_000_000;

	@Bean
	FakeOpenAi openAi() {
		return FakeOpenAi.start();
	}

	@Bean
	DynamicPropertyRegistrar provider(FakeOpenAi openAi) {
		return (registry) -> registry.add("spring.ai.openai.base-url", openAi::baseUrl);
	}

	@Bean
	GateCatalogue catalogue() {
		return GateCatalogue.builder()
			.feature("chat", (feature) -> feature.price(1))
			.feature("forecast", (feature) -> feature.price(1))
			.account("alice", (account) -> account.balance("alice", WEALTH))
			.account("bob", (account) -> account.balance("bob", WEALTH))
			.account("bella", (account) -> account.balance("bella", 0))
			.build();
	}

	@Bean
	ReactiveAuthenticationManager users() {
		return (authentication) -> Mono.just(UsernamePasswordAuthenticationToken.authenticated(authentication.getName(),
				null, AuthorityUtils.NO_AUTHORITIES));
	}

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
			.httpBasic(Customizer.withDefaults())
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			// The store of sessions would leave the event loop.
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.build();
	}

}
