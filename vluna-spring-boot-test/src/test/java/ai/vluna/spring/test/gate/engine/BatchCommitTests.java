package ai.vluna.spring.test.gate.engine;

import java.util.List;
import java.util.UUID;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.catalogue.Budget;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Rounding;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several commits in one request, with what goes wrong between them.
 */
class BatchCommitTests {

	private static final UUID BUDGET = UUID.fromString("3e478c75-4ea7-4f8b-9133-b236f58ca391");

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature("paid", (feature) -> feature.price(3))
			.feature("floored", (feature) -> feature.price(Price.of(6000).per(1000).rounded(Rounding.FLOOR)))
			.feature("unpriced")
			.account("acme", (account) -> account.balance("alice", 30_000).budget(new Budget(BUDGET, "alice", 5000)))
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void commitsEachItemAndClosesItsLease() {
		String first = this.alice.lease("paid");
		String second = this.alice.lease("paid");
		Reply reply = batch(item(first, "paid", "a", "1"), item(second, "paid", "b", "2"));
		assertThat(reply.json().at("/data/committed_count").intValue()).isEqualTo(2);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(30_000 - 9);
		assertThat(this.gate.ledger()).extracting(LedgerEntry::state).containsOnly(LedgerState.COMMITTED);
		assertThat(this.alice.commit(first, "paid", 1).hints()).containsExactly("lease.closed_at_commit");
	}

	@Test
	void chargesALeaseTwiceForTwoKeysAndOnceForOne() {
		String lease = this.alice.lease("paid");
		Reply reply = batch(item(lease, "paid", "a", "1"), item(lease, "paid", "b", "1"),
				item(lease, "paid", "a", "1"));
		assertThat(statuses(reply)).containsOnly("committed");
		assertThat(reply.text("/data/items/2/commit/commit_id"))
			.isEqualTo(reply.text("/data/items/0/commit/commit_id"));
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(30_000 - 6);
		assertThat(this.gate.ledger()).hasSize(2);
	}

	@Test
	void losesTheHintOfAQuarantinedItem() {
		Reply reply = batch(item(this.alice.lease("unpriced"), "unpriced", "a", "1"));
		assertThat(statuses(reply)).containsExactly("committed");
		assertThat(reply.json().has("hints")).isFalse();
		assertThat(this.gate.ledger()).extracting(LedgerEntry::state).containsExactly(LedgerState.QUARANTINED);
	}

	@Test
	void answersWithCommitsThatDoNotExistWhenTheDatabaseRefusesAnItem() {
		String authorize = "{\"feature_code\":\"floored\",\"budget_id\":\"" + BUDGET + "\"}";
		String budgeted = this.alice.post("authorize", Caller.newKey(), authorize).text("/data/lease_token");
		String broken = this.alice.lease("paid");
		Reply reply = batch(item(budgeted, "floored", "a", "1500"), item(broken, "paid", "b", "1e30"),
				item(broken, "paid", "c", "1"), item(broken, "paid", "d", "0"));
		assertThat(statuses(reply)).containsExactly("committed", "failed", "failed", "invalid");
		assertThat(reply.text("/data/items/1/error/details"))
			.isEqualTo("value \"1e+30\" is out of range for type bigint");
		assertThat(reply.text("/data/items/2/error/details")).startsWith("current transaction is aborted");
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(30_000);
		assertThat(this.gate.ledger()).hasSize(2).extracting(LedgerEntry::state).containsOnly(LedgerState.OPEN);
		assertThat(this.alice.getFrom("/mgt/v1/budgets/" + BUDGET).text("/data/consumed_xusd")).isEqualTo("0");
		Reply again = this.alice.commit("a", budgeted, "floored", 1500);
		assertThat(again.text("/data/amount_xusd")).isEqualTo("6000");
		assertThat(again.text("/data/commit_id")).isNotEqualTo(reply.text("/data/items/0/commit/commit_id"));
	}

	@Test
	void repeatsPhantomsUnderTheKeyOfTheBatch() {
		String items = "{\"items\":[" + item(this.alice.lease("paid"), "paid", "a", "1") + ","
				+ item("lease.1.2", "paid", "b", "1") + "]}";
		Reply first = this.alice.post("commits/batch", "key", items);
		assertThat(this.alice.post("commits/batch", "key", items)).isEqualTo(first);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(30_000);
	}

	@Test
	void failsAltogetherWhenAnItemHasNoKey() {
		String lease = this.alice.lease("paid");
		Reply reply = batch(item(lease, "paid", "a", "1"),
				item(lease, "paid", "b", "1").replace("idempotency_key", "x"));
		assertThat(reply.status()).isEqualTo(500);
		assertThat(this.gate.ledger()).extracting(LedgerEntry::state).containsExactly(LedgerState.OPEN);
		assertThat(batch("null").status()).isEqualTo(500);
	}

	@Test
	void saysWhichItemsAreNotTheCallers() {
		String lease = this.alice.lease("paid");
		Reply reply = new Caller(this.gate, "acme", "bob").post("commits/batch", Caller.newKey(),
				"{\"items\":[" + item(lease, "paid", "a", "1") + "]}");
		assertThat(statuses(reply)).containsExactly("invalid");
		assertThat(reply.text("/data/items/0/error/details")).isEqualTo("lease not found");
		assertThat(this.gate.ledger()).extracting(LedgerEntry::state).containsExactly(LedgerState.OPEN);
	}

	private Reply batch(String... items) {
		return this.alice.post("commits/batch", Caller.newKey(), "{\"items\":[" + String.join(",", items) + "]}");
	}

	private static String item(String lease, String feature, String key, String quantity) {
		return "{\"lease_token\":\"%s\",\"feature_code\":\"%s\",\"idempotency_key\":\"%s\",\"quantity_minor\":\"%s\"}"
			.formatted(lease, feature, key, quantity);
	}

	private static List<String> statuses(Reply reply) {
		return reply.json().at("/data/items").valueStream().map((item) -> item.path("status").asString("")).toList();
	}

}
