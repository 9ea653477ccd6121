package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FeatureRulesConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FeatureRulesConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
				VlunaGateAutoConfiguration.class, VlunaInterceptorAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1", "vluna.realm-id=realm-default",
				"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:u1");

	@Test
	void nothingIsSaidByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(FeatureRules.class).isEmpty()).isTrue());
	}

	@Test
	void everyAttributeIsTaken() {
		features("pattern=chat.*", "feature-family=LLM", "mode=soft", "on-unreachable=allow",
				"on-failure=commit-observed", "on-interruption=commit-observed", "on-missing-usage=commit-estimate",
				"on-rate-limit=wait", "on-inner-call=separate", "max-rate-limit-wait=3s")
			.withPropertyValues("vluna.unreachable.accept-loss=true")
			.run((context) -> assertThat(context.getBean(FeatureRules.class).settings("chat.fast"))
				.isEqualTo(new FeatureSettings(new OperationPolicy(BillingMode.SOFT, OnUnreachable.ALLOW,
						OnFailure.COMMIT_OBSERVED, OnInterruption.COMMIT_OBSERVED, OnMissingUsage.COMMIT_ESTIMATE,
						OnRateLimit.WAIT, OnInnerCall.SEPARATE), "llm", Duration.ofSeconds(3), TokenMeters.NONE)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", textBlock = """
			mode=soft                               | pattern             | It is missing: name a feature
			"pattern=,mode=soft"                    | pattern             | It is missing: name a feature
			"pattern=a b,mode=soft"                 | pattern             | '*' stands for any characters
			"pattern=a.,mode=soft"                  | pattern             | start and end with a letter or digit
			"pattern=*,mode=inherit"                | mode                | Leave it out
			"pattern=*,on-unreachable=inherit"      | on-unreachable      | Leave it out
			"pattern=*,on-failure=inherit"          | on-failure          | Leave it out
			"pattern=*,on-interruption=inherit"     | on-interruption     | Leave it out
			"pattern=*,on-missing-usage=inherit"    | on-missing-usage    | Leave it out
			"pattern=*,on-rate-limit=inherit"       | on-rate-limit       | Leave it out
			"pattern=*,on-inner-call=inherit"       | on-inner-call       | Leave it out
			"pattern=*,on-unreachable=allow"        | on-unreachable      | vluna.unreachable.accept-loss=true
			"pattern=*,feature-family=_"            | feature-family      | 'featureFamilyCode' must be
			"pattern=*,max-rate-limit-wait=-1s"     | max-rate-limit-wait | It must not be negative
			pattern=*                               | -                   | It says nothing
			"pattern=Other.*,mode=soft"             | pattern             | 'vluna.features[0].pattern' is the same
			""")
	void mistakesEndTheStart(String properties, @Nullable String name, String reason) {
		this.runner.withPropertyValues("vluna.features[0].pattern=other.*", "vluna.features[0].mode=soft")
			.withPropertyValues(
					Stream.of(properties.split(",")).map((text) -> "vluna.features[1]." + text).toArray(String[]::new))
			.run((context) -> {
				Throwable root = context.getStartupFailure();
				assertThat(root).rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
						assertThat(ex.getName()).isEqualTo("vluna.features[1]" + ((name != null) ? "." + name : ""));
						assertThat(ex.getReason()).contains(reason).endsWith(".");
					});
			});
	}

	@ParameterizedTest
	@CsvSource({ "keyed, mode=soft, mode", "keyed, on-failure=commit-observed, onFailure",
			"keyed, on-interruption=commit-observed, onInterruption",
			"unestimated, on-missing-usage=commit-estimate, onMissingUsage",
			"keyed, on-unreachable=allow, onUnreachable" })
	void aRuleThatMakesNoSenseForAMethodIsNamed(String feature, String property, String attribute) {
		features("pattern=" + feature, property).withPropertyValues("vluna.unreachable.accept-loss=true")
			.withBean(Work.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidBilledOperationException.class, (ex) -> {
					assertThat(ex.getMethod()).contains(feature + "(");
					assertThat(ex.getAttribute()).isEqualTo(attribute);
					assertThat(ex.getProblem()).contains("'vluna.features[0]' (" + feature + ") says so");
					assertThat(ex.getRemedy()).startsWith("Choose another policy there, or ");
				}));
	}

	@Test
	void aRuleMendsWhatTheMethodGotWrong() {
		this.runner.withBean(Careless.class).run((context) -> assertThat(context).hasFailed());
		features("pattern=careless", "on-unreachable=deny", "on-missing-usage=cancel").withBean(Careless.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whereUsageIsKeptWorkMayPassUnasked() {
		ApplicationContextRunner allowing = features("pattern=lenient", "on-unreachable=allow").withBean(Lenient.class);
		allowing.run((context) -> assertThat(context).hasFailed());
		this.runner.withBean(Lenient.class).run((context) -> assertThat(context).hasFailed());
		SettlementStore store = mock(SettlementStore.class);
		given(store.backlog()).willReturn(new Backlog(0, null, 0));
		allowing.withBean(SettlementStore.class, () -> store).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aRuleThatHoldsForNoMethodIsTold(CapturedOutput output) {
		features("pattern=kyed", "mode=soft").withBean(Work.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("'vluna.features[0]' (kyed) holds for no feature that a billed method");
		});
	}

	@Test
	void aRuleThatHoldsForAMethodIsNot(CapturedOutput output) {
		features("pattern=ke*", "on-rate-limit=wait").withBean(Work.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("holds for no feature");
		});
	}

	private ApplicationContextRunner features(String... properties) {
		return this.runner.withPropertyValues(
				Stream.of(properties).map((text) -> "vluna.features[0]." + text).toArray(String[]::new));
	}

	public static class Work {

		@BilledOperation(feature = "keyed", key = "#id", quantity = "1")
		public void keyed(String id) {
		}

		@BilledOperation(feature = "unestimated", quantity = "1")
		public void unestimated() {
		}

	}

	public static class Lenient {

		@BilledOperation(feature = "kind", quantity = "1", onUnreachable = OnUnreachable.ALLOW)
		public void work() {
		}

	}

	public static class Careless {

		@BilledOperation(feature = "careless", quantity = "1", onUnreachable = OnUnreachable.ALLOW,
				onMissingUsage = OnMissingUsage.COMMIT_ESTIMATE)
		public void careless() {
		}

	}

}
