package ai.vluna.spring.autoconfigure;

import java.util.List;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.integration.springai.GatedChatModel;
import ai.vluna.spring.integration.springai.GatedEmbeddingModel;
import ai.vluna.spring.integration.springai.GatedModel;
import ai.vluna.spring.integration.springai.GatedModelPostProcessor;
import ai.vluna.spring.integration.springai.GatedModelSettings;
import ai.vluna.spring.model.ModelGate;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.StreamingChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.image.ImageModel;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.RootClassFilter;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VlunaSpringAiAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VlunaSpringAiAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(VlunaSpringAiAutoConfiguration.class))
		.withBean(ModelGate.class, ModelGate::passThrough);

	private final ApplicationContextRunner models = this.runner.withUserConfiguration(ModelConfiguration.class);

	@Test
	void gatesChatAndEmbeddingModels() {
		this.models.run((context) -> {
			assertThat(context.getBean(ChatModel.class)).isInstanceOf(GatedChatModel.class);
			assertThat(context.getBean(EmbeddingModel.class)).isInstanceOf(GatedEmbeddingModel.class);
		});
	}

	@Test
	void reportsWhichModelsAreBilled(CapturedOutput output) {
		this.models.withBean("painter", ImageModel.class, () -> (prompt) -> {
			throw new UnsupportedOperationException();
		}).withBean("talker", StreamingChatModel.class, () -> (prompt) -> Flux.empty()).run((context) -> {
			assertThat(output).contains(
					"Spring AI models that are billed: {chat=own, embeddings=custom}, that are not: [painter, talker]");
			assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
		});
	}

	@Test
	void saysNothingWithoutModels(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("Spring AI models"));
	}

	@Test
	void leavesAModelAloneOnRequest(CapturedOutput output) {
		this.models.withPropertyValues("vluna.spring-ai.models.chat.gate=false").run((context) -> {
			assertThat(context.getBean(ChatModel.class)).isInstanceOf(OwnChatModel.class);
			assertThat(context.getBean(OwnChatModel.class)).isNotNull();
			assertThat(output).contains("that are not: [chat]");
		});
	}

	@Test
	void leavesAllModelsAloneOnRequest() {
		for (String property : List.of("vluna.spring-ai.enabled=false", "vluna.enabled=false")) {
			this.models.withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(GatedModelPostProcessor.class);
				assertThat(context.getBean(ChatModel.class)).isInstanceOf(OwnChatModel.class);
			});
		}
	}

	@Test
	void isNotThereWithoutSpringAi() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(GatedModelPostProcessor.class)
				.doesNotHaveBean(VlunaSpringAiProperties.class));
	}

	@Test
	void warnsOfSettingsForNobody(CapturedOutput output) {
		this.models.withPropertyValues("vluna.spring-ai.models.chatt.gate=false")
			.run((context) -> assertThat(output).contains("no bean 'chatt'"));
	}

	@Test
	void refusesAModelThatIsBilledByAnnotation() {
		ApplicationContextRunner annotated = this.runner.withBean("own", AnnotatedChatModel.class);
		annotated.run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("would be charged twice")
			.hasStackTraceContaining("'vluna.spring-ai.models.own.gate'"));
		annotated.withPropertyValues("vluna.spring-ai.models.own.gate=false")
			.run((context) -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(AnnotatedChatModel.class));
	}

	@Test
	void gatesNothingBeforeTheFirstCall() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VlunaSpringAiAutoConfiguration.class))
			.withUserConfiguration(ModelConfiguration.class)
			.withBean(ModelGate.class, () -> {
				throw new IllegalStateException("Too early");
			}, (definition) -> definition.setLazyInit(true))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void gatesPrototypesLazyModelsAndProductsOfFactories() {
		this.runner.withUserConfiguration(SpecialConfiguration.class).run((context) -> {
			for (String name : List.of("prototype", "lazy", "product")) {
				assertThat(context.getBean(name)).as(name).isInstanceOf(GatedChatModel.class);
			}
		});
	}

	@Test
	void gatesAScopedModelOnce() {
		this.runner.withUserConfiguration(ScopedConfiguration.class)
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.run((context) -> {
				assertThat(context.getBean("scoped")).isInstanceOf(GatedChatModel.class);
				assertThat(context.getBean(ScopedProxyUtils.getTargetBeanName("scoped")))
					.isInstanceOf(OwnChatModel.class);
			});
	}

	@Test
	void gatesAModelInACircle() {
		this.runner.withAllowCircularReferences(true)
			.withUserConfiguration(CircleConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Friend.class).model).isSameAs(context.getBean("circular"))
					.isInstanceOf(GatedChatModel.class);
			});
	}

	@Test
	void gatesAProxyInACircle() {
		this.runner.withAllowCircularReferences(true)
			.withBean(DefaultAdvisorAutoProxyCreator.class)
			.withBean(Advisor.class,
					() -> new DefaultPointcutAdvisor(new ComposablePointcut(new RootClassFilter(OwnChatModel.class)),
							(MethodInterceptor) (invocation) -> invocation.proceed()))
			.withUserConfiguration(CircleConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Friend.class).model).isSameAs(context.getBean("circular"))
					.isInstanceOf(GatedChatModel.class);
			});
	}

	@Test
	void warnsOfModelsThatCouldNotBeGated(CapturedOutput output) {
		ApplicationContextRunner hasty = this.models.withUserConfiguration(HastyConfiguration.class)
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("ready", new OwnChatModel()));
		hasty.run((context) -> {
			assertThat(output).contains("past the post-processor that gates them: [chat, ready]");
			assertThat(output).contains("that are not: [chat, ready]");
		});
	}

	@Test
	void saysNothingOfModelsThatAreNotToBeGated(CapturedOutput output) {
		this.models.withUserConfiguration(HastyConfiguration.class)
			.withPropertyValues("vluna.spring-ai.models.chat.gate=false")
			.run((context) -> {
				assertThat(output).doesNotContain("past the post-processor");
				assertThat(output).contains("that are not: [chat]");
			});
	}

	@Test
	void leavesAModelThatIsGatedInCodeAsItIs() {
		this.runner
			.withBean("own", ChatModel.class, () -> GatedChatModel.of(new OwnChatModel(), ModelGate.passThrough()))
			.run((context) -> assertThat(((GatedModel<?>) context.getBean("own")).ungated())
				.isInstanceOf(OwnChatModel.class));
	}

	@Test
	void explainsThatAModelIsNotOfItsClassAnyMore() {
		this.models.run((context) -> {
			AssertableApplicationContext started = context;
			assertThat(analyze(started, () -> started.getBean("chat", OwnChatModel.class))).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("'chat'", OwnChatModel.class.getName());
				assertThat(analysis.getAction()).contains("vluna.spring-ai.models.chat.gate=false", "'ChatModel'");
			});
			assertThat(analyze(started, () -> started.getBean(OwnChatModel.class))).satisfies(
					(analysis) -> assertThat(analysis.getAction()).contains("vluna.spring-ai.models.chat.gate=false"));
			assertThat(analyze(started, () -> started.getBean(String.class))).isNull();
			assertThat(analyze(started, () -> started.getBean("chat", String.class))).isNotNull();
			assertThat(analyze(started, () -> started.getBean("vlunaGatedModelPostProcessor", String.class))).isNull();
		});
	}

	@Test
	void takesEveryAttributeOfABean() {
		VlunaSpringAiProperties.ModelBean bean = new VlunaSpringAiProperties.ModelBean(false, "groq", "large", "Chat");
		assertThat(bean.toSettings("chat")).isEqualTo(new GatedModelSettings(false, "groq", "large", "chat"));
		assertThat(new VlunaSpringAiProperties.ModelBean(true, null, null, null).toSettings("chat"))
			.isEqualTo(GatedModelSettings.DEFAULT);
	}

	@ParameterizedTest
	@CsvSource({ "provider, ' '", "model, ' '", "feature, no blanks!" })
	void namesThePropertyThatIsWrong(String name, String value) {
		String property = "vluna.spring-ai.models.chat." + name;
		this.models.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo(property)));
	}

	private static @Nullable FailureAnalysis analyze(AssertableApplicationContext context, Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			return new GatedModelInjectionFailureAnalyzer(context.getSourceApplicationContext()).analyze(ex);
		}
		throw new AssertionError("Nothing failed");
	}

	@Configuration(proxyBeanMethods = false)
	static class ModelConfiguration {

		@Bean
		OwnChatModel chat() {
			return new OwnChatModel();
		}

		@Bean
		EmbeddingModel embeddings() {
			return new EmbeddingModel() {

				@Override
				public EmbeddingResponse call(EmbeddingRequest request) {
					return new EmbeddingResponse(List.of());
				}

				@Override
				public float[] embed(Document document) {
					return new float[0];
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SpecialConfiguration {

		@Bean
		@Scope("prototype")
		ChatModel prototype() {
			return new OwnChatModel();
		}

		@Bean
		@Lazy
		ChatModel lazy() {
			return new OwnChatModel();
		}

		@Bean
		FactoryBean<ChatModel> product() {
			return new FactoryBean<>() {

				@Override
				public ChatModel getObject() {
					return new OwnChatModel();
				}

				@Override
				public Class<?> getObjectType() {
					return ChatModel.class;
				}

			};
		}

	}

	static class AnnotatedChatModel extends OwnChatModel {

		@Override
		@BilledOperation(feature = "own")
		public ChatResponse call(Prompt prompt) {
			return super.call(prompt);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		ChatModel scoped() {
			return new OwnChatModel();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CircleConfiguration {

		@Bean
		ChatModel circular() {
			return new CircularChatModel();
		}

		@Bean
		Friend friend(ObjectProvider<ChatModel> model) {
			return new Friend(model.getObject());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HastyConfiguration {

		@Bean
		static BeanPostProcessor hasty(@Qualifier("chat") ChatModel chat) {
			return new BeanPostProcessor() {

			};
		}

	}

	record Friend(ChatModel model) {

	}

	static class CircularChatModel extends OwnChatModel {

		@Autowired
		private @Nullable Friend friend;

	}

	static class OwnChatModel implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(List.of());
		}

	}

}
