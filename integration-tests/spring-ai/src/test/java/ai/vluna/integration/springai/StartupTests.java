package ai.vluna.integration.springai;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for how an application with Spring AI starts.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupTests {

	private static final String[] UNTOUCHED = { "vluna.spring-ai.enabled=false" };

	@Test
	void reportsWhichModelsAreBilled(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(SpringAiApplication.class)) {
			assertThat(context.getBean("openAiChatModel")).isNotInstanceOf(OpenAiChatModel.class);
			assertThat(output).containsOnlyOnce("Spring AI models that are billed: {anthropicChatModel=anthropic, "
					+ "openAiChatModel=openai, openAiEmbeddingModel=openai}, that are not: [openAiImageModel, ");
			assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
		}
	}

	@Test
	void explainsThatAModelCannotBeInjectedByItsClass(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(ConcreteConfiguration.class));
		assertThat(output).contains(
				"The model 'openAiChatModel' was to be injected as '" + OpenAiChatModel.class.getName(),
				"vluna.spring-ai.models.openAiChatModel.gate=false");
	}

	@Test
	void leavesModelsUntouchedOnRequest() {
		try (ConfigurableApplicationContext context = start(ConcreteConfiguration.class, UNTOUCHED)) {
			assertThat(context.getBean(Concrete.class).model()).isSameAs(context.getBean("openAiChatModel"))
				.isInstanceOf(ChatModel.class);
		}
	}

	private static ConfigurableApplicationContext start(Class<?> source, String... properties) {
		SpringApplication application = new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
			.properties("vluna.embedded-gate.enabled=true", "spring.ai.openai.base-url=http://localhost:1/v1")
			.properties(properties)
			.build();
		return application.run();
	}

	record Concrete(OpenAiChatModel model) {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SpringAiApplication.class)
	static class ConcreteConfiguration {

		@Bean
		Concrete concrete(OpenAiChatModel model) {
			return new Concrete(model);
		}

	}

}
