package ai.vluna.spring.docs;

import java.time.Duration;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The settings on the page on policies.
 */
class PoliciesTests {

	private static final String PAGE = Pages.read(Pages.ROOT.resolve("docs/policies.md"));

	private static final BillingSubject PAUL = BillingSubject.of("poor", "paul");

	@Test
	void theMostSpecificPatternThatAnswersDecides() {
		try (ConfigurableApplicationContext application = start(Desk.class)) {
			FeatureRules rules = application.getBean(FeatureRules.class);
			FeatureSettings last = rules.settings("report.draft.last");
			assertThat(last.policy().mode()).isEqualTo(BillingMode.ENFORCE);
			assertThat(last.policy().onUnreachable()).isEqualTo(OnUnreachable.ALLOW);
			assertThat(last.policy().onRateLimit()).isEqualTo(OnRateLimit.WAIT);
			assertThat(last.featureFamilyCode()).isEqualTo("press");
			assertThat(last.maxRateLimitWait()).isEqualTo(Duration.ofSeconds(3));
			assertThat(rules.settings("report.draft.first").policy().mode()).isEqualTo(BillingMode.SHADOW);
			assertThat(rules.settings("letter")).isEqualTo(FeatureSettings.INHERIT);
		}
	}

	@Test
	void patternsGoBeforeTheAnnotationAndTheAnnotationBeforeTheDefaults() {
		try (ConfigurableApplicationContext application = start(Desk.class)) {
			EmbeddedGate gate = application.getBean(EmbeddedGate.class);
			Desk desk = application.getBean(Desk.class);
			assertThatExceptionOfType(BillingDeniedException.class)
				.isThrownBy(() -> BillingSubjects.with(PAUL, desk::letter));
			assertThatExceptionOfType(BillingDeniedException.class)
				.isThrownBy(() -> BillingSubjects.with(PAUL, desk::report));
			assertThat(gate).hasReceived(Endpoint.AUTHORIZE, 2);
			BillingSubjects.with(PAUL, desk::draft);
			assertThat(gate).hasReceived(Endpoint.AUTHORIZE, 2);
			BillingSubjects.with(PAUL, desk::note);
			assertThat(gate).hasReceived(Endpoint.AUTHORIZE, 3);
		}
	}

	@Test
	void aPolicyThatMakesNoSenseIsToldWithTheDocumentedMessage() {
		assertThatException().isThrownBy(() -> start(KeyedDesk.class)).satisfies((ex) -> {
			String message = NestedExceptionUtils.getMostSpecificCause(ex).getMessage();
			assertThat(message).contains("'vluna.features[0]' (report.*) says so");
			assertThat(PAGE).contains("```text\n" + message + "\n```");
		});
	}

	private static ConfigurableApplicationContext start(Class<?> type) {
		ApplicationContextInitializer<GenericApplicationContext> bean = (context) -> context.registerBean("desk", type);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers(bean)
			.run("--spring.config.name=policies", "--vluna.embedded-gate.enabled=true",
					"--vluna.subject.principal=fixed:acme", "--vluna.subject.user=fixed:alice",
					"--vluna.startup-probe.mode=off");
	}

	public static class Desk {

		@BilledOperation(feature = "letter", quantity = "1", mode = BillingMode.ENFORCE)
		public void letter() {
		}

		@BilledOperation(feature = "report.long", quantity = "1", mode = BillingMode.SHADOW)
		public void report() {
		}

		@BilledOperation(feature = "report.draft.first", quantity = "1", mode = BillingMode.ENFORCE)
		public void draft() {
		}

		@BilledOperation(feature = "note", quantity = "1")
		public void note() {
		}

	}

	public static class KeyedDesk {

		@BilledOperation(feature = "report.order", quantity = "1", key = "#id")
		public void order(String id) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		GateCatalogue catalogue() {
			return GateCatalogue.builder()
				.feature("letter", (feature) -> feature.price(3))
				.feature("note", (feature) -> feature.price(3))
				.feature("report.long", (feature) -> feature.price(3))
				.account("poor", (account) -> account.balance("paul", 0))
				.build();
		}

	}

}
