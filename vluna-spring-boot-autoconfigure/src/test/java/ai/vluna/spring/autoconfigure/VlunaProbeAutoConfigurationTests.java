package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.probe.StartupProbe;
import ai.vluna.spring.probe.StartupProbeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaProbeAutoConfiguration}.
 */
class VlunaProbeAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(VlunaClientAutoConfiguration.class, VlunaContextAutoConfiguration.class,
						VlunaDeliveryAutoConfiguration.class, VlunaGateAutoConfiguration.class,
						VlunaInterceptorAutoConfiguration.class, VlunaProbeAutoConfiguration.class))
		.withPropertyValues("vluna.realm-id=realm", "vluna.base-url=http://localhost:1/mgt/v1",
				"vluna.service-key.id=pk", "vluna.service-key.secret=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
				"vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:alice");

	private final ApplicationContextRunner mocked = this.runner.withBean(VlunaClient.class,
			() -> mock(VlunaClient.class));

	@Test
	void startsWithAClientThatCannotBeAsked() {
		this.mocked.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StartupProbe.class));
	}

	@Test
	void explainsWhyItDoesNotStart() {
		this.mocked.withPropertyValues("vluna.startup-probe.mode=fail").run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			assertThat(failure).hasCauseInstanceOf(StartupProbeException.class);
			FailureAnalysis analysis = new StartupProbeFailureAnalyzer().analyze(failure);
			assertThat(analysis.getDescription()).startsWith("The gate could not be asked");
			assertThat(analysis.getAction()).contains("vluna.startup-probe.mode=off")
				.endsWith("vluna.startup-probe.mode=warn'.");
		});
	}

	@ParameterizedTest
	@CsvSource({ "vluna.startup-probe.principal=acme, vluna.startup-probe.user",
			"vluna.startup-probe.user=alice, vluna.startup-probe.principal",
			"vluna.startup-probe.timeout=0s, vluna.startup-probe.timeout" })
	void namesWrongProperties(String property, String named) {
		this.mocked.withPropertyValues(property)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.hasMessageContaining(named));
	}

	@Test
	void backsOff() {
		StartupProbe own = mock(StartupProbe.class);
		this.mocked.withBean("own", StartupProbe.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(StartupProbe.class).hasBean("own"));
	}

	@Test
	void asksNobodyWhenSwitchedOff() {
		this.runner.withPropertyValues("vluna.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StartupProbe.class));
	}

}
