package ai.vluna.integration.springai.webflux;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.web.server.WebFilter;

/**
 * An application whose users are customers of their own, and known to Spring Security by
 * a header, which only a test may do.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AgentController.class)
class AgentApplication {

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
			.feature("openai.chat", ChatApplication::describe)
			.feature("forecast", (feature) -> feature.price(1))
			.account("alice", (account) -> account.balance("alice", WEALTH))
			.account("bob", (account) -> account.balance("bob", WEALTH))
			.account("bella", (account) -> account.balance("bella", 0))
			.build();
	}

	@Bean
	WebFilter users() {
		return (exchange, chain) -> {
			String user = exchange.getRequest().getHeaders().getFirst("user");
			return chain.filter(exchange)
				.contextWrite(ReactiveSecurityContextHolder.withAuthentication(UsernamePasswordAuthenticationToken
					.authenticated(String.valueOf(user), null, AuthorityUtils.NO_AUTHORITIES)));
		};
	}

}
