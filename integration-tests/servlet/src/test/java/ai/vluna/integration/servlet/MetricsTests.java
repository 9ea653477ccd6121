package ai.vluna.integration.servlet;

import ai.vluna.spring.observation.BillingMetric;
import ai.vluna.spring.test.gate.EmbeddedGate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metrics of a whole application.
 */
@ServletTest
class MetricsTests {

	@Autowired
	private MeterRegistry registry;

	@Autowired
	private Browser browser;

	@BeforeEach
	void work(@Autowired EmbeddedGate gate) {
		gate.reset();
		this.browser.get("alice", "/value", "measured");
		this.browser.get("dave", "/value", "measured");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LAG")
	void registersEveryMetric(BillingMetric metric) {
		assertThat(this.registry.find(metric.metricName()).meters()).isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.getId().getTags().stream().map(Tag::getKey))
				.containsExactlyInAnyOrderElementsOf(metric.tags()));
	}

	@Test
	void showsThemToOperators() {
		assertThat(this.browser.get("alice", "/actuator/metrics/vluna.authorize", "").body()).contains("denied_quota",
				"granted", "\"text\"");
		assertThat(this.browser.get("alice", "/actuator/metrics/vluna.usage", "").body()).contains("committed");
	}

	@Test
	void namesNobody() {
		assertThat(this.registry.getMeters().stream().map((meter) -> meter.getId().toString()))
			.filteredOn((id) -> id.contains("vluna"))
			.isNotEmpty()
			.noneMatch((id) -> id.contains("alice") || id.contains("acme"));
	}

	@Test
	void measuresTheConversationWithTheGate() {
		assertThat(this.registry.find("http.client.requests").timers()).isNotEmpty()
			.allSatisfy((timer) -> assertThat(timer.getId().getTag("uri")).doesNotContain("lease"));
	}

}
