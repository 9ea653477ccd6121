package ai.vluna.spring.test.gate.engine;

import java.util.Objects;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that creates what it does not know.
 */
class AutoRegistryTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.knownPrincipal("acme")
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).autoRegistry().build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void createsAnUnknownFeatureWithoutAPrice() {
		Reply reply = this.alice.authorize("new.feature");
		assertThat(reply.text("/data/feature_family_code")).isEqualTo("auto.registry");
		assertThat(feature("new.feature").unpricedMeters()).containsExactly("new.feature");
	}

	@Test
	void leavesAKnownFeatureInItsFamily() {
		this.alice.post("authorize", Caller.newKey(), "{\"feature_code\":\"free\",\"feature_family_code\":\"other\"}");
		assertThat(feature("free").family()).isEqualTo("default");
	}

	@Test
	void createsAnUnknownMeterBesidesTheOthers() {
		String lease = this.alice.lease("free");
		Reply reply = this.alice.post("commits", Caller.newKey(),
				"{\"lease_token\":\"" + lease + "\",\"feature_code\":\"free\",\"quantity_minor\":1,"
						+ "\"meters\":[{\"meter_code\":\"new.meter\",\"quantity_minor\":1}]}");
		assertThat(reply.hints()).containsExactly("pricing.not_configured");
		assertThat(feature("free").meters()).containsOnlyKeys("free", "new.meter");
		assertThat(feature("free").costsMoney()).isFalse();
		assertThat(feature("free").unpricedMeters()).containsExactly("new.meter");
	}

	@Test
	void createsNothingInARequestThatIsRefused() {
		String lease = this.alice.lease("free");
		assertThat(this.alice.commit(lease, "new.feature", 1).message()).isEqualTo("feature mismatch for lease");
		assertThat(this.gate.catalogue().feature("new.feature")).isNull();
	}

	private Feature feature(String code) {
		return Objects.requireNonNull(this.gate.catalogue().feature(code));
	}

}
