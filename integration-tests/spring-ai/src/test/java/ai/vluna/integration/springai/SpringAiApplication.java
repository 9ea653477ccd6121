package ai.vluna.integration.springai;

import java.util.List;

import ai.vluna.integration.providers.FakeAnthropic;
import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * An application with two providers. The one of OpenAI is Spring AI's own bean.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Assistants.class)
class SpringAiApplication {

	private static final long WEALTH = 1_000_000;

	@Bean
	FakeOpenAi openAi() {
		return FakeOpenAi.start();
	}

	@Bean
	FakeAnthropic anthropic() {
		return FakeAnthropic.start();
	}

	@Bean
	DynamicPropertyRegistrar providers(FakeOpenAi openAi) {
		return (registry) -> registry.add("spring.ai.openai.base-url", openAi::baseUrl);
	}

	@Bean
	AnthropicChatModel anthropicChatModel(FakeAnthropic anthropic) {
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
	GateCatalogue catalogue() {
		return GateCatalogue.builder()
			.feature("openai.chat", SpringAiApplication::describe)
			.feature("anthropic.chat", SpringAiApplication::describe)
			.feature("router.chat", SpringAiApplication::describe)
			.feature("embeddings", (feature) -> feature.price(1))
			.feature(Assistants.FEATURE, (feature) -> feature.price(1))
			.account("acme", (account) -> account.balance("alice", WEALTH))
			.account("globex", (account) -> account.balance("bob", WEALTH))
			.account("bankrupt", (account) -> account.balance("bella", 0))
			.build();
	}

	private static void describe(Feature.Builder feature) {
		feature.price(1);
		for (String kind : List.of("input", "cache-read", "cache-write", "output", "reasoning")) {
			feature.meter("chat." + kind, Price.of(1));
		}
	}

}
