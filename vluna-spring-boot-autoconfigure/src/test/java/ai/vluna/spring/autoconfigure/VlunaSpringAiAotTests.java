package ai.vluna.spring.autoconfigure;

import java.util.function.Consumer;

import ai.vluna.spring.integration.springai.GatedChatModel;
import ai.vluna.spring.integration.springai.tool.GatedToolCallingManager;
import ai.vluna.spring.model.ModelGate;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is left of {@link VlunaSpringAiAutoConfiguration} when the application
 * is prepared ahead of time.
 */
class VlunaSpringAiAotTests {

	@Test
	@CompileWithForkedClassLoader
	void modelsToolsAndClientsAreGated() {
		start(new TestGenerationContext(), (context) -> {
			assertThat(context.getBean("chat")).isInstanceOf(GatedChatModel.class);
			assertThat(context.getBean("free")).isInstanceOf(OwnChatModel.class);
			assertThat(context.getBean(ToolCallingManager.class)).isInstanceOf(GatedToolCallingManager.class);
			assertThat(context.getBean(ChatClient.class).toString()).startsWith("GatedChatClient");
		});
	}

	@Test
	void propertiesAreBound() {
		TestGenerationContext generation = new TestGenerationContext();
		process(generation);
		RuntimeHints hints = generation.getRuntimeHints();
		for (Class<?> type : new Class<?>[] { VlunaSpringAiProperties.class,
				VlunaSpringAiProperties.ModelBean.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
				.accepts(hints);
		}
	}

	@SuppressWarnings("unchecked")
	private static void start(TestGenerationContext generation, Consumer<GenericApplicationContext> started) {
		process(generation);
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			ApplicationContextInitializer<GenericApplicationContext> initializer = compiled
				.getInstance(ApplicationContextInitializer.class);
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of("vluna.spring-ai.models.free.gate=false").applyTo(context);
				initializer.initialize(context);
				context.refresh();
				started.accept(context);
			}
		});
	}

	private static void process(TestGenerationContext generation) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(VlunaSpringAiAutoConfiguration.class, ModelConfiguration.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ModelConfiguration {

		@Bean
		ModelGate modelGate() {
			return ModelGate.passThrough();
		}

		@Bean
		ChatModel chat() {
			return new OwnChatModel();
		}

		@Bean
		ChatModel free() {
			return new OwnChatModel();
		}

		@Bean
		ToolCallingManager tools() {
			return ToolCallingManager.builder().build();
		}

		@Bean
		ChatClient client() {
			return ChatClient.create(new OwnChatModel());
		}

	}

	static class OwnChatModel implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			throw new UnsupportedOperationException();
		}

	}

}
