package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.event.WorkRefusedEvent;
import ai.vluna.spring.test.assertions.LedgerEntryAssert;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.jdbc.core.JdbcTemplate;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed methods that Spring advises as well.
 */
@ServletTest
class AdviceOrderTests {

	private static final String TEXT = "a document";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private CountingDataSourcePostProcessor pool;

	@Autowired
	private Refusals refusals;

	@BeforeEach
	void reset(@Autowired CacheManager caches) {
		this.gate.reset();
		this.refusals.events().clear();
		caches.getCacheNames().forEach((name) -> caches.getCache(name).clear());
		this.jdbc.update("delete from document");
	}

	@Test
	void asksTheCacheFirst() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.browser.get("alice", "/cached", TEXT).body()).isEqualTo("cached a document");
		}
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasSingleLease().wasCommittedWith(10);
	}

	@Test
	void givesACacheHitEvenToWhoCannotPay() {
		this.browser.get("alice", "/cached", TEXT);
		assertThat(this.browser.get("dave", "/cached", TEXT).body()).isEqualTo("cached a document");
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1);
	}

	@Test
	void cachesNoDenial() {
		assertThat(this.browser.get("dave", "/cached", TEXT).statusCode()).isEqualTo(402);
		assertThat(this.browser.get("alice", "/cached", TEXT).statusCode()).isEqualTo(200);
		assertThat(this.gate).hasSingleLease().wasCommitted().isPaidBy("acme", "alice");
	}

	@Test
	void commitsTheUsageAfterTheTransaction() {
		AtomicReference<Integer> rows = new AtomicReference<>();
		this.gate.on(Endpoint.COMMIT).once((exchange) -> {
			rows.set(count());
			return exchange.process().flatMap(exchange::send);
		});
		assertThat(this.browser.get("alice", "/stored", TEXT).statusCode()).isEqualTo(200);
		assertThat(rows).hasValue(1);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(10);
	}

	@Test
	void opensNoConnectionForADeniedCall() {
		int before = this.pool.connections();
		assertThat(this.browser.get("dave", "/stored", TEXT).statusCode()).isEqualTo(402);
		assertThat(this.pool.connections()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rolled-back/failure", "/rolled-back/commit" })
	void cancelsWhenTheTransactionFails(String path) {
		assertThat(this.browser.get("alice", path, TEXT).body()).isEqualTo("caught No text from 'a document'");
		assertThat(count()).isZero();
		awaitEnd().wasCancelled();
	}

	@Test
	void billsWorkWhoseTransactionWasRolledBackByChoice() {
		assertThat(this.browser.get("alice", "/rolled-back/choice", TEXT).statusCode()).isEqualTo(200);
		assertThat(count()).isZero();
		awaitEnd().wasCommittedWith(10);
	}

	@Test
	void asksSecurityFirst() {
		assertThat(this.browser.get("bob", "/restricted", TEXT).statusCode()).isEqualTo(418);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
		assertThat(this.browser.get("alice", "/restricted", TEXT).statusCode()).isEqualTo(200);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(10);
	}

	@Test
	void validatesInside() {
		HttpResponse<String> response = this.browser.get("alice", "/validated", " ");
		assertThat(response.body()).startsWith("caught validated.text");
		awaitEnd().wasCancelled();
	}

	@Test
	void billsWorkInTheBackgroundToTheCaller() {
		assertThat(this.browser.get("bob", "/async/void", TEXT).body()).isEqualTo("started");
		awaitEnd().wasCommittedWith(10).isPaidBy("globex", "bob");
	}

	@Test
	void billsAnAsyncFutureToTheCaller() {
		assertThat(this.browser.get("bob", "/async/future", TEXT).body()).isEqualTo(TEXT);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(10).isPaidBy("globex", "bob");
	}

	@Test
	void tellsOfBackgroundWorkThatWasDenied() {
		assertThat(this.browser.get("dave", "/async/void", TEXT).body()).isEqualTo("started");
		await().atMost(Duration.ofSeconds(20)).until(() -> !this.refusals.events().isEmpty());
		WorkRefusedEvent event = this.refusals.events().get(0);
		assertThat(event.subject().userId()).isEqualTo("dave");
		assertThat(event.refusal()).isInstanceOf(BillingDeniedException.class);
		assertThat(this.gate).hasEmptyLedger();
	}

	@Test
	void deniesAnAsyncFuture() {
		HttpResponse<String> response = this.browser.get("dave", "/async/future", TEXT);
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	private int count() {
		Integer count = this.jdbc.queryForObject("select count(*) from document", Integer.class);
		return (count != null) ? count : -1;
	}

	private LedgerEntryAssert awaitEnd() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
		return assertThat(this.gate).hasSingleLease();
	}

}
