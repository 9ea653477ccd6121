package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.delivery.DirectSettlement;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.GateSettings;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.gate.WaiverBounds;
import ai.vluna.spring.gate.idempotency.ArgumentFingerprint;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import ai.vluna.spring.gate.idempotency.RandomKeys;
import ai.vluna.spring.gate.idempotency.StructuralFingerprint;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageExtractors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Answers;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaGateAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VlunaGateAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
				VlunaGateAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1", "vluna.realm-id=realm-default",
				"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:u1");

	@Test
	void offersATemplateWithTheDefaultPolicy() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(BillingTemplate.class)
				.hasSingleBean(DirectSettlement.class)
				.hasSingleBean(UsageExtractors.class)
				.hasSingleBean(SubjectResolution.class);
			GateSettings settings = context.getBean(GateSettings.class);
			assertThat(settings.policy()).isEqualTo(OperationPolicy.DEFAULT);
			assertThat(settings.realmId()).isEqualTo("realm-default");
			assertThat(settings.waiverBounds()).isEqualTo(WaiverBounds.NONE);
		});
	}

	@Test
	void takesTheGlobalPolicyFromTheProperties() {
		this.runner
			.withPropertyValues("vluna.defaults.mode=soft", "vluna.defaults.on-unreachable=allow",
					"vluna.unreachable.accept-loss=true", "vluna.defaults.feature-family=LLM")
			.run((context) -> {
				GateSettings settings = context.getBean(GateSettings.class);
				assertThat(settings.policy().mode()).isEqualTo(BillingMode.SOFT);
				assertThat(settings.policy().onUnreachable()).isEqualTo(OnUnreachable.ALLOW);
				assertThat(settings.waiverBounds())
					.isEqualTo(new WaiverBounds(100, 10, Duration.ofMinutes(30), Duration.ofMinutes(10)));
				assertThat(settings.featureFamilyCode()).isEqualTo("llm");
			});
	}

	@Test
	void lettingWorkPassUnaskedMustBeAcknowledged() {
		this.runner.withPropertyValues("vluna.defaults.on-unreachable=allow")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("vluna.defaults.on-unreachable")
				.hasMessageContaining("vluna.unreachable.accept-loss=true"));
	}

	@Test
	void workIsLetPassUnaskedForAPositiveTime() {
		for (String name : List.of("max-duration", "max-duration-per-subject")) {
			this.runner.withPropertyValues("vluna.unreachable.accept-loss=true", "vluna.unreachable." + name + "=0s")
				.run((context) -> assertThat(rootOf(context.getStartupFailure()))
					.isInstanceOf(InvalidConfigurationPropertyValueException.class)
					.hasMessageContaining("vluna.unreachable." + name));
		}
	}

	@Test
	void theGlobalPolicyHasNothingToInheritFrom() {
		for (String name : List.of("mode", "on-unreachable", "on-failure", "on-interruption", "on-missing-usage",
				"on-rate-limit")) {
			this.runner.withPropertyValues("vluna.defaults." + name + "=inherit")
				.run((context) -> assertThat(rootOf(context.getStartupFailure())).as(name)
					.isInstanceOf(InvalidConfigurationPropertyValueException.class)
					.hasMessageContaining("vluna.defaults." + name));
		}
	}

	@Test
	void aCallerMustWaitLongEnoughForACommit() {
		this.runner.withPropertyValues("vluna.delivery.direct.timeout=1s")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.hasMessageContaining("vluna.delivery.direct.timeout")
				.hasMessageContaining("two seconds"));
	}

	@Test
	void keysOfCallersAreRememberedForThisInstanceOnlyWhichIsSaid(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasSingleBean(InMemoryKeyMemory.class)
			.hasSingleBean(StructuralFingerprint.class)
			.hasSingleBean(CallerKeys.class));
		assertThat(output).doesNotContain("for this instance only");
		this.runner.withPropertyValues("vluna.inbound-idempotency.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("for this instance only");
		this.runner.withPropertyValues("vluna.inbound-idempotency.enabled=true")
			.withBean("own", KeyMemory.class, () -> mock(KeyMemory.class))
			.run((context) -> assertThat(context).hasSingleBean(KeyMemory.class));
		assertThat(output).containsOnlyOnce("for this instance only");
	}

	@Test
	void claimsOfKeysTakeNoLongerThanWrites() {
		this.runner.withPropertyValues("vluna.delivery.writing.timeout=3s")
			.run((context) -> assertThat(context.getBean(CallerKeys.class).patience()).hasSeconds(3));
	}

	@Test
	void keysOfCallersNeedRoomAndTime() {
		this.runner.withPropertyValues("vluna.inbound-idempotency.retention=0s")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.hasMessageContaining("vluna.inbound-idempotency.retention"));
		this.runner.withPropertyValues("vluna.inbound-idempotency.max-keys=0")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.hasMessageContaining("vluna.inbound-idempotency.max-keys"));
	}

	@Test
	void randomKeysAreDrawnAgainWheneverTheApplicationStarts() {
		this.runner.run((context) -> {
			RandomKeys keys = context.getBean(RandomKeys.class);
			assertThat(keys.isRunning()).isTrue();
			String before = keys.get().substring(0, 32);
			context.stop();
			context.start();
			assertThat(keys.get()).doesNotStartWith(before);
		});
	}

	@Test
	void aGlobalPolicyThatExcludesKeysFailsWhereAMethodHasOne() {
		this.runner.withConfiguration(AutoConfigurations.of(VlunaInterceptorAutoConfiguration.class))
			.withBean(Keyed.class)
			.withPropertyValues("vluna.defaults.on-failure=commit-observed")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.isInstanceOf(InvalidBilledOperationException.class)
				.hasMessageContaining("onFailure")
				.hasMessageContaining("it is inherited"));
	}

	@Test
	void switchedOffThereIsATemplateThatOnlyDoesTheWork() {
		this.runner.withPropertyValues("vluna.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(BillingTemplate.class).doesNotHaveBean(Settlement.class);
			String value = context.getBean(BillingTemplate.class)
				.execute(Operation.builder("llm.chat").build(), () -> "done");
			assertThat(value).isEqualTo("done");
		});
	}

	@Test
	void everyBeanThatMayBeReplacedBacksOff() {
		backsOff(BillingTemplate.class);
		backsOff(Settlement.class);
		backsOff(ArgumentFingerprint.class);
		backsOff(KeyMemory.class);
		this.runner.withBean("own", SubjectResolution.class, () -> new SubjectResolution(List.of()))
			.run((context) -> assertThat(context).hasSingleBean(SubjectResolution.class).hasBean("own"));
		this.runner.withBean("own", UsageExtractors.class, () -> new UsageExtractors(List.of()))
			.run((context) -> assertThat(context).hasSingleBean(UsageExtractors.class).hasBean("own"));
		Scheduler own = Schedulers.immediate();
		this.runner.withBean("vlunaScheduler", Scheduler.class, () -> own)
			.run((context) -> assertThat(context.getBean(Scheduler.class)).isSameAs(own));
		this.runner.withBean("own", VlunaClient.class, () -> mock(VlunaClient.class, Answers.RETURNS_MOCKS))
			.run((context) -> assertThat(context).hasSingleBean(BillingTemplate.class));
	}

	@Test
	void theFirstExtractorInOrderThatFitsTheValueIsAsked() {
		this.runner.withUserConfiguration(Extractors.class).run((context) -> {
			UsageExtractors extractors = context.getBean(UsageExtractors.class);
			assertThat(extractors.extract("four")).isEqualTo(Usage.of(4));
			assertThat(extractors.extract(12)).isEqualTo(Usage.of(12));
			assertThat(extractors.extract(1.5)).isEqualTo(Usage.of(1));
			assertThat(extractors.extract('c')).isEqualTo(Usage.of(7));
			assertThat(extractors.extract(new Object())).isNull();
		});
	}

	private <T> void backsOff(Class<T> type) {
		this.runner.withBean("own", type, () -> mock(type))
			.run((context) -> assertThat(context).hasSingleBean(type).hasBean("own"));
	}

	private static Throwable rootOf(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	static class Keyed {

		@BilledOperation(feature = "f", key = "'k'")
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Extractors {

		@Bean
		@Order(3)
		UsageExtractor<Number> anyNumber() {
			return (value) -> Usage.of(1);
		}

		@Bean
		@Order(2)
		UsageExtractor<Integer> lambdaWithATypeOnlyTheMethodTells() {
			return (value) -> Usage.of(value);
		}

		@Bean
		@Order(0)
		UsageExtractor<?> proxiedWithATypeOnlyItsTargetTells() {
			ProxyFactory factory = new ProxyFactory(new CharacterUsageExtractor());
			return (UsageExtractor<?>) factory.getProxy();
		}

		@Bean
		@Order(1)
		TextUsageExtractor text() {
			return new TextUsageExtractor();
		}

	}

	static class CharacterUsageExtractor implements UsageExtractor<Character> {

		@Override
		public Usage extract(Character value) {
			return Usage.of(7);
		}

	}

	static class TextUsageExtractor implements UsageExtractor<String> {

		@Override
		public Usage extract(String value) {
			return Usage.of(value.length());
		}

	}

}
