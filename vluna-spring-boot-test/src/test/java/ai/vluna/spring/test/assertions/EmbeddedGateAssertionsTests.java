package ai.vluna.spring.test.assertions;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddedGateAssertionsTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature("paid", (feature) -> feature.price(3))
			.feature("unpriced")
			.account("acme", (account) -> account.balance("alice", 1000))
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void findsTheSingleLeaseWithItsEnd() {
		this.alice.commit(this.alice.lease("paid"), "paid", 7);
		// tag::assertions[]
		assertThat(this.gate).hasSettledEveryLeaseOnce()
			.hasReceived(Endpoint.COMMIT, 1)
			.hasSingleLease()
			.wasCommittedWith(7)
			.isPaidBy("acme", "alice")
			.wasChargedWith(21);
		// end::assertions[]
		assertThat(this.gate).hasSingleLeaseFor("paid").hasMeter("paid", 7);
	}

	@Test
	void failsWithTheLedgerInItsMessage() {
		this.alice.lease("paid");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.gate).hasNoOpenLeases())
			.withMessageContaining("no open leases")
			.withMessageContaining("principal=acme");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gate).hasSingleLease().wasCancelled())
			.withMessageContaining("Expecting state <CANCELLED> but it is <OPEN>");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.gate).hasEmptyLedger());
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 2));
	}

	@Test
	void findsTheSingleIngest() {
		this.alice.lease("paid");
		this.alice.post("ingest", Caller.newKey(), """
				{"feature_code":"paid","quantity_minor":"7","occurred_at":"2026-01-01T00:00:00Z"}""");
		assertThat(this.gate).hasSingleIngest().wasIngestedWith(7).isPaidBy("acme", "alice").wasChargedWith(21);
		assertThat(this.gate).hasSingleLease().isOpen();
	}

	@Test
	void tellsQuarantinedUsageFromCommittedUsage() {
		this.alice.commit(this.alice.lease("unpriced"), "unpriced", 7);
		assertThat(this.gate).hasSingleLease().wasQuarantined().wasChargedWith(0);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gate).hasSingleLease().wasCommitted())
			.withMessageContaining("Expecting state <COMMITTED> but it is <QUARANTINED>");
	}

	@Test
	void failsOnASecondCommitOfALease() {
		String lease = this.alice.lease("paid");
		this.alice.commit(lease, "paid", 7);
		this.alice.commit(lease, "paid", 7);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gate).hasSettledEveryLeaseOnce())
			.withMessageContaining("no quarantined usage");
	}

}
