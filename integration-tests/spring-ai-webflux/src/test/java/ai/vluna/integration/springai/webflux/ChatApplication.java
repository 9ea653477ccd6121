package ai.vluna.integration.springai.webflux;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.web.server.WebFilter;

/**
 * An application whose users are told apart by a header, which only a test may do.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ChatController.class)
class ChatApplication {

	static final String FEATURE = "openai.chat";

	static final int USERS = 20;

	@Bean
	FakeOpenAi openAi() {
		return FakeOpenAi.start();
	}

	@Bean
	DynamicPropertyRegistrar provider(FakeOpenAi openAi) {
		return (registry) -> registry.add("spring.ai.openai.base-url", openAi::baseUrl);
	}

	@Bean
	WebFilter subjects() {
		return (exchange, chain) -> {
			String user = exchange.getRequest().getHeaders().getFirst("user");
			return chain.filter(exchange)
				.contextWrite(BillingSubjects.write(BillingSubject.of("acme", String.valueOf(user))));
		};
	}

	@Bean
	GateCatalogue catalogue() {
		return GateCatalogue.builder()
			.feature(FEATURE, (feature) -> feature.price(1))
			.account("nobody", (account) -> account.balance("nobody", 1_000_000))
			.account("acme", (account) -> {
				for (int i = 0; i < USERS; i++) {
					account.balance("user-" + i, 1_000_000);
				}
				account.balance("bankrupt", 0);
			})
			.build();
	}

}
