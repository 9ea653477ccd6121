package ai.vluna.spring.test.contract.embedded;

import java.util.List;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The suite is told of a gate that is already running, as it is told of a real one, and
 * leaves nothing behind that a second run stumbles over.
 */
class ContractSuiteTests {

	@Test
	void passesTwiceOnOneRunningGate() {
		try (EmbeddedGate gate = EmbeddedGate.builder().start()) {
			TestExecutionSummary first = run(gate);
			List<Feature> features = gate.catalogue().features();
			long policies = gate.count(Endpoint.POLICY_CREATE);
			TestExecutionSummary second = run(gate);
			assertThat(second.getTestsSucceededCount()).isEqualTo(first.getTestsSucceededCount()).isGreaterThan(60);
			assertThat(gate.catalogue().features()).isNotEmpty().isEqualTo(features);
			assertThat(gate.count(Endpoint.POLICY_CREATE)).isPositive().isEqualTo(policies);
		}
	}

	private static TestExecutionSummary run(EmbeddedGate gate) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectPackage("ai.vluna.spring.test.contract"))
			.filters(TagFilter.includeTags("contract"))
			.configurationParameter("vluna.contract.base-url", gate.baseUrl().toString())
			.configurationParameter("vluna.contract.realm-id", gate.realmId())
			.configurationParameter("vluna.contract.service-key-id", gate.serviceKeyId())
			.configurationParameter("vluna.contract.service-key-secret", gate.serviceKeySecret())
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request, listener);
		TestExecutionSummary summary = listener.getSummary();
		assertThat(summary.getFailures())
			.extracting(TestExecutionSummary.Failure::getTestIdentifier, TestExecutionSummary.Failure::getException)
			.isEmpty();
		return summary;
	}

}
