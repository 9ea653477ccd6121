package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The two memories of a key: that of the process, and that of the database.
 */
class IdempotencyTests {

	private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T17:00:00Z"));

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.clock(this.clock)
		.catalogue(GateCatalogue.builder()
			.feature("paid", (feature) -> feature.price(3))
			.account("acme", (account) -> account.balance("alice", 1000))
			.account("globex", (account) -> account.balance("bob", 1000))
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	private final Caller bob = new Caller(this.gate, "globex", "bob");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void givesAStrangerTheLeaseOfAKeyThatTheProcessRemembers() {
		Reply first = this.alice.authorize("key", "paid");
		assertThat(this.bob.authorize("key", "paid").body()).isEqualTo(first.body());
		assertThat(this.bob.commit(first.text("/data/lease_token"), "paid", 1).message()).isEqualTo("lease not found");
		restart();
		assertThat(this.bob.authorize("key", "paid").text("/data/lease_id")).isNotEqualTo(first.text("/data/lease_id"));
	}

	@Test
	void comparesTheOrderOfNamesAndTheKindOfNumbersInTheProcessOnly() {
		String body = "{\"feature_code\":\"paid\",\"estimated_quantity_minor\":\"10\"}";
		String otherOrder = "{\"estimated_quantity_minor\":\"10\",\"feature_code\":\"paid\"}";
		String otherKind = "{\"feature_code\":\"paid\",\"estimated_quantity_minor\":10}";
		Reply first = this.alice.post("authorize", "key", body);
		assertThat(this.alice.post("authorize", "key", otherOrder).message()).isEqualTo("idempotency_conflict");
		assertThat(this.alice.post("authorize", "key", otherKind).message()).isEqualTo("idempotency_conflict");
		assertThat(this.alice.post("authorize", "key", body.replace(":", " : ")).body()).isEqualTo(first.body());
		restart();
		assertThat(this.alice.post("authorize", "key", otherKind).text("/data/lease_id"))
			.isEqualTo(first.text("/data/lease_id"));
	}

	@Test
	void tellsAConflictFoundInTheDatabaseByItsText() {
		this.alice.authorize("key", "paid");
		restart();
		Reply conflict = this.alice.post("authorize", "key", "{\"feature_code\":\"paid\",\"labels\":{\"a\":\"1\"}}");
		assertThat(conflict.status()).isEqualTo(409);
		assertThat(conflict.message()).isEqualTo("idempotency conflict");
	}

	@Test
	void chargesARepeatedCommitOnceAlsoAfterARestart() {
		String lease = this.alice.lease("paid");
		Reply first = this.alice.commit("key", lease, "paid", 10);
		assertThat(this.alice.commit("key", lease, "paid", 10).body()).isEqualTo(first.body());
		restart();
		assertThat(this.alice.commit("key", lease, "paid", 10).text("/data/commit_id"))
			.isEqualTo(first.text("/data/commit_id"));
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(970);
	}

	@Test
	void replaysALeaseThatIsDeadForGood() {
		Reply first = this.alice.authorize("key", "paid");
		this.alice.cancel(first.text("/data/lease_token"));
		this.clock.advance(Duration.ofDays(2));
		assertThat(this.alice.authorize("key", "paid").text("/data/lease_id")).isEqualTo(first.text("/data/lease_id"));
	}

	@Test
	void checksTheBalanceBeforeItLooksForTheLease() {
		Reply first = this.alice.authorize("key", "paid");
		this.alice.commit(first.text("/data/lease_token"), "paid", 1000);
		restart();
		assertThat(this.alice.authorize("key", "paid").message()).isEqualTo("grant balance exhausted");
	}

	@Test
	void remembersNoCancel() {
		String lease = this.alice.lease("paid");
		String body = "{\"lease_token\":\"" + lease + "\"}";
		assertThat(this.alice.post("cancel", "key", body).json().at("/data/cancelled").booleanValue()).isTrue();
		assertThat(this.alice.post("cancel", "key", body).json().at("/data/cancelled").booleanValue()).isTrue();
		restart();
		assertThat(this.alice.post("cancel", "key", body).json().at("/data/cancelled").booleanValue()).isFalse();
	}

	private void restart() {
		this.gate.stop();
		this.gate.start();
	}

}
