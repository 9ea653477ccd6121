package ai.vluna.spring.test.contract;

import java.util.List;

import ai.vluna.spring.test.contract.ContractCatalogue.Policy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the suite writes is written once, however often it runs.
 */
@ContractTest
class CatalogueTests {

	private final ContractGate gate;

	CatalogueTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void isTheSameWhenItIsWrittenAgain() {
		List<Policy> before = this.gate.catalogue().listPolicies();
		this.gate.catalogue().write();
		assertThat(this.gate.catalogue().listPolicies()).isEqualTo(before)
			.hasSameSizeAs(ContractCatalogue.wantedPolicies());
	}

}
