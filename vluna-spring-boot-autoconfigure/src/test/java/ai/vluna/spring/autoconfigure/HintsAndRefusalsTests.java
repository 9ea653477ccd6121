package ai.vluna.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.refusal.RefusalMemory;
import ai.vluna.spring.hint.BillingHint;
import ai.vluna.spring.hint.FundingShortfallHint;
import ai.vluna.spring.hint.RateLimitHint;
import ai.vluna.spring.hint.handler.BillingHintHandler;
import ai.vluna.spring.hint.handler.HintHandlers;
import ai.vluna.spring.hint.handler.HintOccasion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the wiring of hint handlers and of the memory of refusals.
 */
class HintsAndRefusalsTests {

	private final FakeGate gate = new FakeGate();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
				VlunaGateAutoConfiguration.class))
		.withBean(VlunaClient.class, () -> this.gate)
		.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1", "vluna.realm-id=realm-default",
				"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:u1");

	@Test
	void handlersGetTheHintsOfTheirTypeInOrder() {
		this.gate.authorize().thenSucceed(FakeGate.hint("rate.limit", "seconds", 5));
		this.gate.authorize().thenSucceed(FakeGate.hint("funding.xusd_shortfall", "shortfall_xusd", 1));
		this.runner.withUserConfiguration(Handlers.class).run((context) -> {
			BillingTemplate template = context.getBean(BillingTemplate.class);
			Operation operation = Operation.builder("llm.chat").build();
			template.execute(operation, () -> 1);
			template.execute(operation, () -> 1);
			List<String> told = context.getBean(Handlers.class).told;
			await().until(() -> told.size() == 4);
			assertThat(told).containsExactly("lambda", "any rate.limit", "class", "any funding.xusd_shortfall");
		});
	}

	@Test
	void withoutHandlersThereIsNothing() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HintHandlers.class));
	}

	@Test
	void aHandlerMayUseWhatBills() {
		this.runner.withUserConfiguration(BillingHandler.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(HintHandlers.class));
	}

	@Test
	void denialsAreRememberedByDefault() {
		deny(2);
		this.runner.run((context) -> {
			BillingTemplate template = context.getBean(BillingTemplate.class);
			assertThat(denied(template).isRemembered()).isFalse();
			assertThat(denied(template).isRemembered()).isTrue();
			assertThat(this.gate.paths()).containsExactly("authorize");
		});
	}

	@Test
	void denialsAreNotRememberedIfSwitchedOff() {
		deny(2);
		this.runner.withPropertyValues("vluna.refusals.remember-for=0").run((context) -> {
			BillingTemplate template = context.getBean(BillingTemplate.class);
			denied(template);
			assertThat(denied(template).isRemembered()).isFalse();
		});
	}

	@Test
	void theMemoryCanBeReplaced() {
		this.runner.withBean("own", RefusalMemory.class, RefusalMemory::none)
			.run((context) -> assertThat(context).getBean(RefusalMemory.class).isSameAs(context.getBean("own")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "remember-for=-1s", "remember-rate-limits-for=-1s", "max-remembered=-1" })
	void negativeSettingsAreRefused(String setting) {
		this.runner.withPropertyValues("vluna.refusals." + setting)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("vluna.refusals." + setting.substring(0, setting.indexOf('='))));
	}

	private void deny(int times) {
		for (int i = 0; i < times; i++) {
			this.gate.authorize().thenReject(402, "SERVER.CONFIG", "grant balance exhausted");
		}
	}

	private static BillingDeniedException denied(BillingTemplate template) {
		BillingDeniedException[] denial = new BillingDeniedException[1];
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> template.execute(Operation.builder("llm.chat").build(), () -> 1))
			.satisfies((ex) -> denial[0] = ex);
		return denial[0];
	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		private final List<String> told = new CopyOnWriteArrayList<>();

		@Bean
		@Order(3)
		BillingHintHandler<BillingHint> any() {
			return (hint, occasion) -> this.told.add("any " + hint.source().type());
		}

		@Bean
		@Order(1)
		BillingHintHandler<RateLimitHint> lambda() {
			return (hint, occasion) -> this.told.add("lambda");
		}

		@Bean
		@Order(2)
		FundingHandler funding() {
			return new FundingHandler(this.told);
		}

	}

	static final class FundingHandler implements BillingHintHandler<FundingShortfallHint> {

		private final List<String> told;

		private FundingHandler(List<String> told) {
			this.told = told;
		}

		@Override
		public void handle(FundingShortfallHint hint, HintOccasion occasion) {
			this.told.add("class");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BillingHandler {

		@Bean
		BillingHintHandler<BillingHint> handler(BillingTemplate template) {
			return (hint, occasion) -> template.hashCode();
		}

	}

}
