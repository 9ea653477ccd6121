package ai.vluna.spring.benchmarks.loopback;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.Test;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each client gets its answers, and those that sign are understood by a gate that checks.
 */
class CycleBenchmarkTests {

	@Test
	void everyClientRunsThroughACycle() {
		try (CannedGate gate = new CannedGate()) {
			CycleBenchmark benchmark = new CycleBenchmark(GateAccess.to(gate.baseUrl()));
			assertThat(benchmark.vlunaClient()).asString().contains("6535dd1a-96a9-482c-b223-c309e6f4d421");
			assertThat(benchmark.handWritten()).isEqualTo(benchmark.unsigned())
				.asString()
				.contains("6535dd1a-96a9-482c-b223-c309e6f4d421");
			assertThat((byte[]) benchmark.bareNetty()).asString().contains("6535dd1a-96a9-482c-b223-c309e6f4d421");
			benchmark.close();
		}
	}

	@Test
	void theClientsThatSignAreCharged() {
		GateCatalogue catalogue = GateCatalogue.builder().feature("summary", (feature) -> feature.price(0)).build();
		try (EmbeddedGate gate = EmbeddedGate.builder().knownPrincipal("acme").catalogue(catalogue).start()) {
			CycleBenchmark benchmark = new CycleBenchmark(new GateAccess(gate.baseUrl(), gate.realmId(),
					gate.serviceKeyId(), gate.serviceKeySecret(), "acme", "alice", "summary"));
			benchmark.vlunaClient();
			benchmark.handWritten();
			assertThat(gate).hasLedgerOf(2).hasSettledEveryLeaseOnce().hasNothingQuarantined();
			benchmark.close();
		}
	}

}
