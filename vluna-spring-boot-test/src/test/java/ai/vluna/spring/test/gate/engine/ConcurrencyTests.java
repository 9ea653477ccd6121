package ai.vluna.spring.test.gate.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrencyTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature("paid", (feature) -> feature.price(3))
			.account("acme", (account) -> account.balance("alice", 1_000_000))
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	private final ExecutorService threads = Executors.newFixedThreadPool(16);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.gate.close();
	}

	@Test
	void givesConcurrentDuplicatesOneLeaseAndOneCommit() throws Exception {
		List<Reply> authorized = concurrently(16, () -> this.alice.authorize("authorize", "paid"));
		Set<String> tokens = new HashSet<>(
				authorized.stream().map((reply) -> reply.text("/data/lease_token")).toList());
		assertThat(tokens).hasSize(1);
		String token = tokens.iterator().next();
		List<Reply> committed = concurrently(16, () -> this.alice.commit("commit", token, "paid", 10));
		assertThat(committed).extracting((reply) -> reply.text("/data/commit_id")).doesNotContain("");
		assertThat(new HashSet<>(committed.stream().map((reply) -> reply.text("/data/commit_id")).toList())).hasSize(1);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(1_000_000 - 30);
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void losesNoUpdate() throws Exception {
		List<Reply> replies = concurrently(200, () -> this.alice.commit(this.alice.lease("paid"), "paid", 7));
		assertThat(replies).extracting(Reply::status).containsOnly(200);
		assertThat(this.gate.ledger()).hasSize(200).extracting(LedgerEntry::state).containsOnly(LedgerState.COMMITTED);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(1_000_000 - 200 * 21);
	}

	@Test
	void endsALeaseOnceWhenCommitAndCancelRace() throws Exception {
		for (int round = 0; round < 20; round++) {
			String lease = this.alice.lease("paid");
			Future<Reply> cancel = this.threads.submit(() -> this.alice.cancel(lease));
			Reply commit = this.alice.commit(lease, "paid", 1);
			boolean cancelled = cancel.get().json().at("/data/cancelled").booleanValue();
			assertThat(commit.hints().contains("lease.closed_at_commit")).isEqualTo(cancelled);
		}
	}

	@Test
	void undoesAFailedBatchWithoutTouchingTheOthers() throws Exception {
		List<Reply> replies = concurrently(100, () -> {
			String lease = this.alice.lease("paid");
			this.alice.post("commits/batch", Caller.newKey(),
					"{\"items\":[" + item(lease, "phantom") + "," + item("lease.1.2", "broken") + "]}");
			return this.alice.post("commits/batch", Caller.newKey(), "{\"items\":[" + item(lease, "real") + "]}");
		});
		assertThat(replies).extracting((reply) -> reply.json().at("/data/committed_count").intValue()).containsOnly(1);
		assertThat(this.gate.ledger()).hasSize(100).extracting(LedgerEntry::state).containsOnly(LedgerState.COMMITTED);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(1_000_000 - 100 * 21);
	}

	private static String item(String lease, String key) {
		return "{\"lease_token\":\"" + lease
				+ "\",\"feature_code\":\"paid\",\"quantity_minor\":7,\"idempotency_key\":\"" + key + "\"}";
	}

	@Test
	void adjustsAWalletAndRecordsAnEventOnceForConcurrentDuplicates() throws Exception {
		concurrently(16,
				() -> this.alice.postTo("/mgt/v1/wallet/adjustments", "same", "{\"delta\":\"5\",\"unit\":\"xusd\"}"));
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(1_000_005);
		List<Reply> events = concurrently(16, () -> this.alice.postTo("/mgt/v1/events", Caller.newKey(),
				"{\"semantic_kind\":\"outcome\",\"event_type\":\"t\",\"occurred_at\":\"2026-11-21\"}"));
		assertThat(events).filteredOn((reply) -> reply.status() == 201).hasSize(1);
		assertThat(new HashSet<>(events.stream().map((reply) -> reply.text("/data/event_id")).toList())).hasSize(1);
	}

	@Test
	void keepsWhatAnOperatorChangesBesideWhatRegistersItself() throws Exception {
		this.gate.catalogue(this.gate.catalogue().mutate().autoRegistry().build());
		concurrently(50, () -> this.alice.authorize("new." + Caller.newKey()));
		assertThat(this.gate.catalogue().features()).hasSize(51);
	}

	private <T> List<T> concurrently(int times, Callable<T> call) throws Exception {
		List<T> results = new ArrayList<>();
		for (Future<T> result : this.threads.invokeAll(Collections.nCopies(times, call))) {
			results.add(result.get());
		}
		return results;
	}

}
