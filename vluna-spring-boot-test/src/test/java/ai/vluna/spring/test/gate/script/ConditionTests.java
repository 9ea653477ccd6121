package ai.vluna.spring.test.gate.script;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Faults that only some requests meet.
 */
class ConditionTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).build())
		.knownPrincipal("acme", "globex")
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	private final Caller bob = new Caller(this.gate, "globex", "bob");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void playsAFaultOnTheCallWithTheNumber() {
		this.gate.on(Endpoint.COMMIT).onCall(3).once(Fault.dropAnswer());
		assertThat(commit(this.alice)).isEqualTo(200);
		assertThat(commit(this.bob)).isEqualTo(200);
		assertThatException().isThrownBy(() -> commit(this.alice));
		assertThat(commit(this.alice)).isEqualTo(200);
	}

	@Test
	void playsAFaultForOneCustomer() {
		this.gate.on(Endpoint.COMMIT).forPrincipal("acme").always(Fault.serverError());
		assertThat(commit(this.alice)).isEqualTo(500);
		assertThat(commit(this.bob)).isEqualTo(200);
		assertThat(commit(this.alice)).isEqualTo(500);
	}

	@Test
	void playsAFaultOnWhatATestLooksFor() {
		this.gate.on(Endpoint.COMMIT).when((request) -> request.bodyText().contains("free")).times(2, Fault.garbage());
		assertThatException().isThrownBy(() -> commit(this.alice));
		assertThatException().isThrownBy(() -> commit(this.bob));
		assertThat(commit(this.bob)).isEqualTo(200);
	}

	@Test
	void keepsFaultsUnderDifferentConditionsApart() {
		this.gate.on(Endpoint.COMMIT).onCall(3).once(Fault.dropAnswer());
		this.gate.on(Endpoint.COMMIT).forPrincipal("acme").always(Fault.serverError());
		this.gate.on(Endpoint.COMMIT).when((request) -> request.bodyText().contains("free")).times(2, Fault.garbage());
		assertThatException().isThrownBy(() -> commit(this.alice));
		assertThatException().isThrownBy(() -> commit(this.bob));
		assertThatException().isThrownBy(() -> commit(this.bob));
		assertThat(commit(this.alice)).isEqualTo(500);
		assertThat(commit(this.bob)).isEqualTo(200);
	}

	@Test
	void closesTheConnectionWhenAFaultFailsItself() {
		this.gate.on(Endpoint.COMMIT).once((exchange) -> {
			throw new IllegalStateException("a mistake of the test");
		});
		assertThatException().isThrownBy(() -> commit(this.alice));
		assertThat(commit(this.alice)).isEqualTo(200);
	}

	private static int commit(Caller caller) {
		return caller.commit(caller.lease("free"), "free", 1).status();
	}

}
