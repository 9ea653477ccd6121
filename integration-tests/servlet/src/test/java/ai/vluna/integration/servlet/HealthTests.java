package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a load balancer and an operator are told of the health of billing, over
 * HTTP: each trouble is seen, and seen to be over.
 */
@ServletTest
@Import(HealthTests.StoreConfiguration.class)
@TestPropertySource(properties = { "management.endpoints.web.exposure.include=health",
		"management.endpoint.health.show-details=always", "management.endpoint.health.probes.enabled=true",
		"management.endpoint.health.group.readiness.include=readinessState,vluna", "vluna.health.max-dead=2",
		"vluna.health.max-age=10m", "vluna.delivery.monitor-interval=1h", "vluna.delivery.direct.min-backoff=50ms",
		"vluna.delivery.direct.max-backoff=100ms", "vluna.retry.max-attempts=1" })
class HealthTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	@Autowired
	private Browser browser;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private TroubledStore store;

	@Autowired
	private BacklogMonitor monitor;

	@AfterEach
	void isUpInTheEnd() {
		this.gate.reset();
		await().atMost(SOON).untilAsserted(() -> assertReady("UP"));
	}

	@Test
	void isDownWhileUsageIsAtRiskAndUpOnceItIsStored() {
		this.store.writable = false;
		this.gate.on(Endpoint.COMMIT).always(Fault.dropBeforeProcessing());
		assertThat(work()).isEqualTo(200);
		assertDown("\"atRisk\":1", "\"storeWritable\":false");
		this.store.writable = true;
		await().atMost(SOON).untilAsserted(() -> assertThat(ready().body()).contains("\"atRisk\":0"));
	}

	@Test
	void isDownWhileTheStoreIsInTroubleAndUpWithTheNextUsageThatIsStored() {
		this.store.writable = false;
		assertThat(work()).isEqualTo(200);
		assertDown("\"atRisk\":0", "\"storeWritable\":false");
		this.store.writable = true;
		assertThat(work()).isEqualTo(200);
	}

	@Test
	void isDownWhileTheStoreCannotBeRead() {
		this.store.backlog = null;
		this.monitor.look();
		assertDown("\"storeReadable\":false");
		see(new Backlog(0, null, 0));
	}

	@Test
	void warnsOfAnOldBacklogAndOfDeadSettlementsWithoutBeingTakenOutOfService() {
		Instant now = Instant.now();
		see(new Backlog(1, now.minusSeconds(660), 0));
		assertThat(assertReady("WARNING").body()).contains("\"oldestAge\":\"PT11M");
		see(new Backlog(1, now.minusSeconds(60), 2));
		assertReady("UP");
		see(new Backlog(0, null, 3));
		assertThat(assertReady("WARNING").body()).contains("\"dead\":3");
		see(new Backlog(0, null, 2));
	}

	@Test
	void isDownWhileTheKeyIsRejected() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.respond(401, "{\"error\":{\"code\":\"AUTH.INVALID\"}}"));
		assertThat(work()).isEqualTo(503);
		assertDown("\"obstacle\":\"");
		assertThat(work()).isEqualTo(200);
	}

	private void see(Backlog backlog) {
		this.store.backlog = backlog;
		this.monitor.look();
	}

	private int work() {
		return this.browser.get("alice", "/value", "text").statusCode();
	}

	private void assertDown(String... details) {
		assertThat(ready().statusCode()).isEqualTo(503);
		assertThat(ready().body()).contains("\"vluna\":{").contains(details);
		assertThat(this.browser.get("alice", "/actuator/health", "").statusCode()).isEqualTo(503);
		// A restart would lose what is at risk.
		assertThat(this.browser.get("alice", "/actuator/health/liveness", "").statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> assertReady(String status) {
		HttpResponse<String> response = ready();
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).containsPattern("\"vluna\":\\{[^{]*\\{[^}]*\\},\"status\":\"" + status + "\"");
		return response;
	}

	private HttpResponse<String> ready() {
		return this.browser.get("alice", "/actuator/health/readiness", "");
	}

	/**
	 * A store that fails when a test wants it to.
	 */
	static class TroubledStore extends KeptSettlements {

		private volatile boolean writable = true;

		private volatile @Nullable Backlog backlog = new Backlog(0, null, 0);

		@Override
		public void write(Collection<PendingSettlement> pending, Collection<DeadSettlement> dead) {
			if (!this.writable) {
				throw new StoreUnavailableException("no space left", null);
			}
			super.write(pending, dead);
		}

		@Override
		public Backlog backlog() {
			Backlog backlog = this.backlog;
			if (backlog == null) {
				throw new StoreUnavailableException("no connection", null);
			}
			return backlog;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StoreConfiguration {

		@Bean
		TroubledStore keptSettlements() {
			return new TroubledStore();
		}

	}

}
