package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.model.BilledFeature;
import ai.vluna.spring.model.FeatureResolution;
import ai.vluna.spring.model.FeatureResolver;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.model.ModelRules;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.TokenKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaModelAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VlunaModelAutoConfigurationTests {

	private static final ModelId GPT = new ModelId("openai", "gpt-4o");

	private static final String BUDGET = "6f1f2f3a-0000-4000-8000-000000000001";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
				VlunaGateAutoConfiguration.class, VlunaModelAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1", "vluna.realm-id=realm-default",
				"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:u1");

	@Test
	void modelsAreBilledUnderTheirNamesAndToolsAreNotByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ModelGate.class);
			FeatureResolution features = context.getBean(FeatureResolution.class);
			assertThat(features.ofModel(GPT)).isEqualTo(BilledFeature.of("openai.gpt-4o"));
			assertThat(features.ofTool("search")).isNull();
		});
	}

	@Test
	void everyAttributeOfAModelIsTaken() {
		rule("models", "model=openai/*", "feature=llm.{model}", "feature-family=LLM", "meters.input=in",
				"meters.cache-read=Cached", "meters.reasoning=thoughts", "budget=" + BUDGET, "labels.team=a",
				"mode=soft", "on-unreachable=allow", "on-failure=commit-observed", "on-interruption=commit-observed",
				"on-missing-usage=fail", "on-rate-limit=wait", "max-rate-limit-wait=3s")
			.withPropertyValues("vluna.unreachable.accept-loss=true")
			.run((context) -> assertThat(
					context.getBean(FeatureResolution.class).ofModel(GPT))
				.isEqualTo(new BilledFeature("llm.gpt-4o",
						new FeatureSettings(
								new OperationPolicy(BillingMode.SOFT, OnUnreachable.ALLOW, OnFailure.COMMIT_OBSERVED,
										OnInterruption.COMMIT_OBSERVED, OnMissingUsage.FAIL, OnRateLimit.WAIT,
										OnInnerCall.INHERIT),
								"llm", Duration.ofSeconds(3), new TokenMeters(Map.of(TokenKind.INPUT, "in",
										TokenKind.CACHE_READ, "cached", TokenKind.REASONING, "thoughts"))),
						BUDGET, Map.of("team", "a"), 1)));
	}

	@Test
	void everyAttributeOfAToolIsTaken() {
		rule("tools", "tool=search*", "feature=tool.{tool}", "feature-family=tools", "quantity=5", "budget=" + BUDGET,
				"labels.team=a", "mode=soft", "on-unreachable=allow", "on-failure=commit-observed",
				"on-rate-limit=wait", "max-rate-limit-wait=3s")
			.withPropertyValues("vluna.unreachable.accept-loss=true")
			.run((context) -> assertThat(context.getBean(FeatureResolution.class).ofTool("search"))
				.isEqualTo(new BilledFeature("tool.search", new FeatureSettings(
						new OperationPolicy(BillingMode.SOFT, OnUnreachable.ALLOW, OnFailure.COMMIT_OBSERVED,
								OnInterruption.INHERIT, OnMissingUsage.INHERIT, OnRateLimit.WAIT, OnInnerCall.INHERIT),
						"tools", Duration.ofSeconds(3), TokenMeters.NONE), BUDGET, Map.of("team", "a"), 5)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					models | feature=chat                             | model               | such as 'openai/*'
					models | model=                                   | model               | such as 'openai/*'
					models | model=gpt-4o                             | model               | write '*/gpt-4o'
					models | model=OTHER/*                            | model               | 'vluna.models[0].model' is the same
					models | "model=*/*,feature={tool}"               | feature             | there is {model} and {provider}
					models | "model=*/*,feature=chat {model}"         | feature             | a-z, 0-9 and . _ / @ : -
					models | "model=*/*,feature=.{model}"             | feature             | start and end with a letter or digit
					models | "model=*/*,feature-family=_"             | feature-family      | 'featureFamilyCode' must be
					models | "model=*/*,meters.cache-read=a b"        | meters.cache-read   | start and end with a letter or digit
					models | "model=*/*,budget=b-1"                   | budget              | must be a UUID
					models | "model=*/*,mode=inherit"                 | mode                | Leave it out
					models | "model=*/*,on-unreachable=allow"         | on-unreachable      | vluna.unreachable.accept-loss=true
					models | "model=*/*,on-missing-usage=commit-estimate" | on-missing-usage | There is no estimate
					models | "model=*/*,max-rate-limit-wait=-1s"      | max-rate-limit-wait | It must not be negative
					tools  | feature=chat                             | tool                | such as 'search*'
					tools  | "tool=Other/*"                           | tool                | 'vluna.tools[0].tool' is the same
					tools  | "tool=*,feature={model}"                 | feature             | there is {tool}
					tools  | "tool=*,quantity=0"                      | quantity            | It must be from 1 to 2^53-1
					tools  | "tool=*,budget=b-1"                      | budget              | must be a UUID
					tools  | "tool=*,on-failure=inherit"              | on-failure          | Leave it out
					""")
	void mistakesEndTheStart(String list, String properties, String name, String reason) {
		this.runner.withPropertyValues("vluna.models[0].model=other/*", "vluna.tools[0].tool=other/*")
			.withPropertyValues(Stream.of(properties.split(","))
				.map((text) -> "vluna.%s[1].%s".formatted(list, text))
				.toArray(String[]::new))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.satisfies((ex) -> mistake(ex, "vluna.%s[1].%s".formatted(list, name), reason)));
	}

	private static void mistake(Throwable failure, String name, String reason) {
		assertThat(failure).isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (invalid) -> {
			assertThat(invalid.getName()).isEqualTo(name);
			assertThat(invalid.getReason()).contains(reason).endsWith(".");
		});
	}

	@Test
	void resolversAreAskedBeforeTheRules() {
		FeatureResolver resolver = new FeatureResolver() {

			@Override
			public @Nullable BilledFeature ofModel(ModelId model) {
				return model.equals(GPT) ? BilledFeature.of("special") : null;
			}

		};
		rule("models", "model=*", "feature=chat").withBean(FeatureResolver.class, () -> resolver).run((context) -> {
			FeatureResolution features = context.getBean(FeatureResolution.class);
			assertThat(features.ofModel(GPT).featureCode()).isEqualTo("special");
			assertThat(features.ofModel(new ModelId("openai", "o3")).featureCode()).isEqualTo("chat");
		});
	}

	@Test
	void featureRulesTakeMetersToo() {
		rule("features", "pattern=chat", "meters.input=in", "meters.output=out").run((context) -> {
			FeatureSettings settings = context.getBean(FeatureRules.class).settings("chat");
			assertThat(settings.meters().codes()).containsOnly(Map.entry(TokenKind.INPUT, "in"),
					Map.entry(TokenKind.OUTPUT, "out"));
		});
		rule("features", "pattern=chat", "meters.image-input=_")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.satisfies((ex) -> mistake(ex, "vluna.features[0].meters.image-input", "start and end")));
	}

	@Test
	void aKindOfTokensThatDoesNotExistEndsTheStart() {
		rule("models", "model=*", "meters.thoughts=x").run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("vluna.models[0].meters")
			.hasStackTraceContaining("thoughts"));
	}

	@Test
	void metersThatLeaveTokensOutAreTold(CapturedOutput output) {
		rule("models", "model=openai/*", "meters.input=in", "meters.reasoning=r").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output)
				.containsOnlyOnce("'vluna.models[0].meters' leaves out output, audio-output, image-output: ")
				.contains("unless 'vluna.features' has meters for them")
				.contains("Set 'vluna.models[0].meters.output'.");
		});
	}

	@Test
	void metersOfFeaturesThatLeaveTokensOutAreTold(CapturedOutput output) {
		rule("features", "pattern=chat.*", "meters.reasoning=r").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("'vluna.features[0].meters' leaves out input, cache-read, ")
				.contains("Set 'vluna.features[0].meters.input' and 'vluna.features[0].meters.output'.");
		});
	}

	@Test
	void metersThatAreCompletedByLessSpecificOnesAreNotTold(CapturedOutput output) {
		rule("models", "model=openai/*", "meters.input=in")
			.withPropertyValues("vluna.models[1].model=*", "vluna.models[1].meters.input=x",
					"vluna.models[1].meters.output=y", "vluna.models[2].model=*/image",
					"vluna.models[2].meters.images=images", "vluna.features[0].pattern=openai.*",
					"vluna.features[0].meters.cache-read=z", "vluna.features[1].pattern=o*",
					"vluna.features[1].meters.input=x", "vluna.features[1].meters.output=y")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("leaves out");
	}

	@Test
	void metersOfAModelDoNotCompleteThoseOfAMethodThatAbsorbsIt(CapturedOutput output) {
		rule("models", "model=*", "meters.input=in", "meters.output=out")
			.withConfiguration(AutoConfigurations.of(VlunaInterceptorAutoConfiguration.class))
			.withBean(Reports.class)
			.withPropertyValues("vluna.features[0].pattern=report", "vluna.features[0].meters.input=in")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("'vluna.features[0].meters' leaves out output, ")
			.contains("unless the model's rule charges for them");
	}

	@Test
	void metersOfAModelDoNotCompleteThoseOfTheFeatureOfABean(CapturedOutput output) {
		rule("models", "model=*", "meters.input=in", "meters.output=out")
			.withConfiguration(AutoConfigurations.of(VlunaSpringAiAutoConfiguration.class))
			.withBean("draftModel", ChatModel.class, () -> (prompt) -> new ChatResponse(List.of()))
			.withPropertyValues("vluna.spring-ai.models.draftModel.feature=llm.drafts",
					"vluna.features[0].pattern=llm.*", "vluna.features[0].meters.output=out")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("'vluna.features[0].meters' leaves out input, ");
	}

	@Test
	void everythingCanBeReplaced() {
		ModelGate gate = mock(ModelGate.class);
		this.runner.withBean(ModelGate.class, () -> gate)
			.run((context) -> assertThat(context).getBean(ModelGate.class).isSameAs(gate));
		ModelRules rules = new ModelRules(List.of(), List.of());
		rule("models", "model=").withBean(ModelRules.class, () -> rules)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ModelRules.class));
		FeatureResolution features = new FeatureResolution(List.of(), rules);
		this.runner.withBean(FeatureResolution.class, () -> features)
			.run((context) -> assertThat(context).getBean(FeatureResolution.class).isSameAs(features));
	}

	@Test
	void callsPassThroughWhereBillingIsOff() {
		rule("models", "model=").withPropertyValues("vluna.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ModelRules.class);
			assertThat(context).getBean(ModelGate.class).isSameAs(ModelGate.passThrough());
		});
		this.runner.withPropertyValues("vluna.enabled=false")
			.withBean(ModelGate.class, () -> mock(ModelGate.class))
			.run((context) -> assertThat(context).hasSingleBean(ModelGate.class));
	}

	@Test
	void thereIsNoGateWithoutATemplate() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VlunaModelAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ModelGate.class)
				.doesNotHaveBean(BillingTemplate.class));
	}

	private ApplicationContextRunner rule(String list, String... properties) {
		return this.runner.withPropertyValues(
				Stream.of(properties).map((text) -> "vluna.%s[0].%s".formatted(list, text)).toArray(String[]::new));
	}

	static class Reports {

		@BilledOperation(feature = "report")
		String report() {
			return "";
		}

	}

}
