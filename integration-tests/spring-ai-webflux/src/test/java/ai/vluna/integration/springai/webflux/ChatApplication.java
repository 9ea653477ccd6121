package ai.vluna.integration.springai.webflux;

import java.util.List;

import ai.vluna.integration.providers.FakeAnthropic;
import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.web.server.WebFilter;

/**
 * An application with two providers, whose users are told apart by a header, which only a
 * test may do.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ChatController.class)
class ChatApplication {

	static final int USERS = 20;

	@Bean
	FakeOpenAi openAi() {
		return FakeOpenAi.start();
	}

	@Bean
	FakeAnthropic anthropic() {
		return FakeAnthropic.start();
	}

	@Bean
	DynamicPropertyRegistrar provider(FakeOpenAi openAi) {
		return (registry) -> registry.add("spring.ai.openai.base-url", openAi::baseUrl);
	}

	// Not for the builder of clients, which is made for OpenAI's.
	@Bean(defaultCandidate = false)
	ChatModel anthropicChatModel(FakeAnthropic anthropic) {
		return AnthropicChatModel.builder()
			.options(AnthropicChatOptions.builder()
				.baseUrl(anthropic.baseUrl())
				.apiKey("none")
				.model("claude-sonnet-4-5")
				.maxTokens(1000)
				.build())
			.build();
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
			.feature("openai.chat", ChatApplication::describe)
			.feature("anthropic.chat", ChatApplication::describe)
			.account("nobody", (account) -> account.balance("nobody", 1_000_000))
			.account("acme", (account) -> {
				for (int i = 0; i < USERS; i++) {
					account.balance("user-" + i, 1_000_000);
				}
				account.balance("bankrupt", 0);
			})
			.build();
	}

	static void describe(Feature.Builder feature) {
		feature.price(1);
		for (String kind : List.of("input", "cache-read", "cache-write", "output", "reasoning")) {
			feature.meter("chat." + kind, Price.of(1));
		}
	}

}
