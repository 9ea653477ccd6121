package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a load balancer and an operator are told of the health of billing, over HTTP, with
 * each store: each trouble is seen, and seen to be over.
 */
@ServletTest
@DirtiesContext
@TestPropertySource(properties = { "management.endpoints.web.exposure.include=health",
		"management.endpoint.health.show-details=always", "management.endpoint.health.probes.enabled=true",
		"management.endpoint.health.group.readiness.include=readinessState,vluna", "vluna.health.max-dead=2",
		"vluna.health.max-age=10m", "vluna.delivery.monitor-interval=1h", "vluna.delivery.direct.min-backoff=50ms",
		"vluna.delivery.direct.max-backoff=100ms", "vluna.delivery.sending.min-backoff=50ms",
		"vluna.delivery.sending.max-backoff=100ms", "vluna.delivery.sending.patience=1000",
		"vluna.retry.max-attempts=1" })
abstract class HealthSuite {

	private static final Duration SOON = Duration.ofSeconds(20);

	@Autowired
	private Browser browser;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private SettlementStore store;

	@Autowired
	private DeliveryTarget target;

	@Autowired
	private BacklogMonitor monitor;

	/**
	 * Let the store be neither written nor read.
	 */
	abstract void breakStore();

	/**
	 * Let the store work, whether or not it did.
	 */
	abstract void mendStore();

	@AfterEach
	void isUpInTheEnd() {
		// A test that failed left it broken.
		mendStore();
		this.gate.on(Endpoint.COMMIT).heal();
		awaitEmptyStore();
		await().atMost(SOON).untilAsserted(() -> assertReady("UP"));
		this.gate.reset();
	}

	@Test
	void isDownWhileUsageIsAtRiskAndUpOnceItIsStored() {
		breakStore();
		this.gate.on(Endpoint.COMMIT).always(Fault.dropBeforeProcessing());
		assertThat(work()).isEqualTo(200);
		assertDown("\"atRisk\":1", "\"storeWritable\":false");
		mendStore();
		await().atMost(SOON).untilAsserted(() -> assertThat(ready().body()).contains("\"atRisk\":0"));
		assertThat(this.store.backlog().pending()).isOne();
	}

	@Test
	void isDownWhileTheStoreIsInTroubleAndUpWithTheNextUsageThatIsStored() {
		breakStore();
		assertThat(work()).isEqualTo(200);
		assertDown("\"atRisk\":0", "\"storeWritable\":false");
		mendStore();
		assertThat(work()).isEqualTo(200);
	}

	@Test
	void isDownWhileTheStoreCannotBeRead() {
		breakStore();
		this.monitor.look();
		assertDown("\"storeReadable\":false");
		mendStore();
	}

	@Test
	void warnsOfAnOldBacklogAndOfDeadSettlementsWithoutBeingTakenOutOfService() {
		this.gate.on(Endpoint.INGEST).always(Fault.dropBeforeProcessing());
		keep(List.of(waiting("young", Duration.ofMinutes(1))), List.of());
		assertThat(assertReady("UP").body()).contains("\"pending\":1");
		keep(List.of(waiting("old", Duration.ofMinutes(11))), List.of());
		assertThat(assertReady("WARNING").body()).contains("\"pending\":2", "\"oldestAge\":\"PT11M");
		this.gate.on(Endpoint.INGEST).heal();
		awaitEmptyStore();
		keep(List.of(), List.of(dead("1"), dead("2")));
		assertReady("UP");
		keep(List.of(), List.of(dead("3")));
		assertThat(assertReady("WARNING").body()).contains("\"dead\":3");
		assertThat(List.of("1", "2", "3")).allMatch(this.store::drop);
	}

	@Test
	void isDownWhileTheKeyIsRejected() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.respond(401, "{\"error\":{\"code\":\"AUTH.INVALID\"}}"));
		assertThat(work()).isEqualTo(503);
		assertDown("\"obstacle\":\"");
		assertThat(work()).isEqualTo(200);
	}

	private void keep(List<PendingSettlement> pending, List<DeadSettlement> dead) {
		this.store.write(pending, dead);
		this.monitor.look();
	}

	private PendingSettlement waiting(String id, Duration age) {
		Instant endedAt = Instant.now().minus(age);
		return new PendingSettlement(PendingSettlement.CURRENT_VERSION, id, PendingSettlement.Kind.INGEST,
				this.target.baseUrl(), this.target.realmId(), "acme", "alice", null, "ingest-" + id, null,
				CatalogueConfiguration.TEXT, 4, null, endedAt.toString(),
				"{\"feature_code\":\"%s\",\"quantity_minor\":\"4\",\"occurred_at\":\"%s\"}"
					.formatted(CatalogueConfiguration.TEXT, endedAt));
	}

	private DeadSettlement dead(String id) {
		return new DeadSettlement(waiting(id, Duration.ofMinutes(11)), DeadSettlement.Cause.REFUSED, "disabled",
				Instant.now().toString());
	}

	private void awaitEmptyStore() {
		await().atMost(SOON).until(() -> this.store.backlog().equals(new Backlog(0, null, 0)));
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

}
