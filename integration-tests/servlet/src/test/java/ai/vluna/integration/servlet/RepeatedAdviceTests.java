package ai.vluna.integration.servlet;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionTemplate;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed methods that are retried, limited or scheduled, and for transactions
 * around them.
 */
@ServletTest
@Import(RepeatedAdviceTests.Repetition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepeatedAdviceTests {

	private static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	private static final BillingSubject DAVE = BillingSubject.of("initech", "dave");

	private static final String TEXT = "a document";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Batches batches;

	@Autowired
	private Documents documents;

	@Autowired
	private TransactionTemplate transactions;

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	@Order(1)
	void billsScheduledWorkToWhoPaysForJobs() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(
					() -> assertThat(this.gate).hasSingleLease().wasCommittedWith(7).isPaidBy("jobs", "nightly"));
	}

	@Test
	@Order(2)
	void billsOneOperationForAllAttempts() {
		this.gate.reset();
		this.batches.failTimes(2);
		assertThat(BillingSubjects.with(ALICE, () -> this.batches.translate(TEXT))).isEqualTo(TEXT);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1)
			.hasReceived(Endpoint.CANCEL, 0)
			.hasSingleLease()
			.wasCommittedWith(10);
	}

	@Test
	@Order(2)
	void asksOnceForAllAttempts() {
		this.gate.reset();
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> BillingSubjects.with(DAVE, () -> this.batches.translate(TEXT)));
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasEmptyLedger();
	}

	@Test
	@Order(2)
	void leavesTheLeaseOfTheLastAttemptOpen() {
		this.gate.reset();
		this.batches.failTimes(4);
		assertThatExceptionOfType(WorkFailedException.class)
			.isThrownBy(() -> BillingSubjects.with(ALICE, () -> this.batches.translate(TEXT)));
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1)
			.hasReceived(Endpoint.CANCEL, 0)
			.hasReceived(Endpoint.COMMIT, 0);
	}

	@Test
	@Order(2)
	void authorizesNoCallThatWaitsForItsTurn() throws InterruptedException {
		this.gate.reset();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CompletableFuture<Void> first = CompletableFuture.runAsync(() -> limited(begun, end));
		begun.await();
		Thread second = new Thread(() -> limited(begun, end));
		second.start();
		await().until(() -> second.getState() == Thread.State.WAITING);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1);
		end.countDown();
		assertThat(first).succeedsWithin(Duration.ofSeconds(20));
		second.join(20_000);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 2).hasLedgerOf(2).hasSettledEveryLeaseOnce();
	}

	@Test
	@Order(2)
	void losesNoUsageWhenATransactionAroundIsRolledBack() {
		this.gate.reset();
		this.transactions.executeWithoutResult((status) -> {
			BillingSubjects.with(ALICE, () -> this.documents.stored(TEXT));
			status.setRollbackOnly();
		});
		assertThat(this.jdbc.queryForObject("select count(*) from document", Integer.class)).isZero();
		assertThat(this.gate).hasSingleLease().wasCommittedWith(10);
	}

	@BeforeEach
	void empty() {
		this.jdbc.update("delete from document");
	}

	private void limited(CountDownLatch begun, CountDownLatch end) {
		BillingSubjects.with(ALICE, () -> {
			try {
				this.batches.limited(TEXT, begun, end);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableResilientMethods
	@EnableScheduling
	static class Repetition {

		@Bean
		Batches batches() {
			return new Batches();
		}

	}

}
