package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commits that are answered with 200 and charge nothing.
 */
class QuarantineTests {

	private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T17:00:00Z"));

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.clock(this.clock)
		.leases(Duration.ofHours(1), Duration.ofMinutes(1))
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
	void quarantinesASecondCommit() {
		String lease = this.alice.lease("paid");
		this.alice.commit(lease, "paid", 10);
		Reply second = this.alice.commit(lease, "paid", 20);
		assertThat(second.hints()).containsExactly("lease.closed_at_commit");
		assertThat(second.text("/data/amount_xusd")).isEqualTo("60");
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(970);
		assertThat(states()).containsExactly(LedgerState.COMMITTED, LedgerState.QUARANTINED);
	}

	@Test
	void quarantinesACommitAfterACancel() {
		String lease = this.alice.lease("paid");
		this.alice.cancel(lease);
		Reply commit = this.alice.commit(lease, "paid", 10);
		assertThat(commit.text("/hints/0/state")).isEqualTo("canceled");
		assertThat(states()).containsExactly(LedgerState.CANCELLED, LedgerState.QUARANTINED);
	}

	@Test
	void quarantinesWhatHasNoPrice() {
		Reply commit = this.alice.commit(this.alice.lease("unpriced"), "unpriced", 10);
		assertThat(commit.hints()).containsExactly("pricing.not_configured");
		assertThat(states()).containsExactly(LedgerState.QUARANTINED);
	}

	@Test
	void quarantinesAllLinesForOneUnknownMeter() {
		String lease = this.alice.lease("paid");
		Reply commit = this.alice.post("commits", Caller.newKey(), "{\"lease_token\":\"" + lease
				+ "\",\"feature_code\":\"paid\",\"quantity_minor\":1,\"meters\":["
				+ "{\"meter_code\":\"paid\",\"quantity_minor\":1},{\"meter_code\":\"no\",\"quantity_minor\":1}]}");
		assertThat(commit.hints()).containsExactly("feature.meter_not_allowed");
		assertThat(commit.text("/data/amount_xusd")).isEqualTo("3");
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(1000);
		assertThat(this.gate.ledger()).singleElement().extracting(LedgerEntry::amountXusd).isEqualTo(0L);
	}

	@Test
	void chargesALateCommitWithinTheGraceOnly() {
		String inTime = this.alice.lease("paid");
		String tooLate = this.alice.lease("paid");
		this.clock.advance(Duration.ofHours(1).plusSeconds(60));
		Reply late = this.alice.commit(inTime, "paid", 1);
		assertThat(late.json().at("/hints/0/exceeded_grace").booleanValue()).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		Reply refused = this.alice.commit("again", tooLate, "paid", 1);
		assertThat(refused.json().at("/hints/0/exceeded_grace").booleanValue()).isTrue();
		assertThat(states()).containsExactly(LedgerState.COMMITTED, LedgerState.QUARANTINED);
		this.gate.stop();
		this.gate.start();
		assertThat(this.alice.commit("again", tooLate, "paid", 1).body()).isEqualTo(refused.body());
	}

	private List<LedgerState> states() {
		return this.gate.ledger().stream().map(LedgerEntry::state).toList();
	}

}
