package ai.vluna.integration.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an operator sees and does over HTTP.
 */
@ServletTest
@Import(OperatorTests.StoreConfiguration.class)
@TestPropertySource(properties = { "management.endpoints.web.exposure.include=vluna,health",
		"management.endpoint.health.show-details=always", "vluna.delivery.monitor-interval=1h" })
class OperatorTests {

	/**
	 * How {@link CatchAllAdvice} answers what an endpoint calls a bad request.
	 */
	private static final int BAD_REQUEST = 418;

	private final HttpClient client = HttpClient.newHttpClient();

	@Autowired
	private WebServerApplicationContext application;

	@Autowired
	private SettlementStore store;

	@Autowired
	private BacklogMonitor monitor;

	@BeforeEach
	void bury() {
		this.store.write(List.of(), List.of(dead("1"), dead("2"), dead("3")));
		this.monitor.look();
	}

	@Test
	void theStateIsToldInOneAnswer() throws Exception {
		assertThat(send("GET", "", "").body()).contains("\"mode\":\"STORED\"", "\"dead\":3", "\"atRisk\":0",
				"\"storeWorks\":true", "\"circuit\":\"CLOSED\"", "\"realmId\":");
	}

	@Test
	void deadSettlementsAreListedByPage() throws Exception {
		HttpResponse<String> page = send("GET", "/dead?offset=1&limit=1", "");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("\"id\":\"2\"", "\"cause\":\"REFUSED\"")
			.doesNotContain("\"id\":\"1\"", "\"id\":\"3\"");
		assertThat(send("GET", "/dead?limit=0", "").statusCode()).isEqualTo(BAD_REQUEST);
		assertThat(send("GET", "/unknown", "").statusCode()).isEqualTo(BAD_REQUEST);
	}

	@Test
	void whoPaysAndWhatIsSentIsMasked() throws Exception {
		String body = send("GET", "/dead/1", "").body();
		assertThat(body).contains("\"principalId\":\"******\"", "\"userId\":\"******\"", "\"body\":\"******\"")
			.doesNotContain("acme", "lease.1");
		assertThat(send("GET", "/dead/9", "").statusCode()).isEqualTo(404);
		assertThat(send("GET", "/pending/1", "").statusCode()).isEqualTo(BAD_REQUEST);
	}

	@Test
	void aDeadSettlementIsSentAgain() throws Exception {
		assertThat(send("POST", "/dead/1", "{\"action\":\"retry\"}").statusCode()).isEqualTo(204);
		assertThat(this.store.findDead("1")).isNull();
		assertThat(send("GET", "/pending", "").body()).contains("\"id\":\"1\"", "\"attempts\":0");
		assertThat(send("POST", "/dead/1", "{\"action\":\"retry\"}").statusCode()).isEqualTo(404);
		assertThat(send("POST", "/dead/2", "{\"action\":\"forgive\"}").statusCode()).isEqualTo(BAD_REQUEST);
	}

	@Test
	void theUsageOfADeadSettlementIsBooked() throws Exception {
		assertThat(send("POST", "/dead/2", "{\"action\":\"book\"}").statusCode()).isEqualTo(204);
		assertThat(send("GET", "/pending", "").body()).contains("\"kind\":\"INGEST\"", "\"ingest-2\"");
	}

	@Test
	void aDeadSettlementIsDropped() throws Exception {
		assertThat(send("DELETE", "/dead/3", "").statusCode()).isEqualTo(204);
		assertThat(this.store.findDead("3")).isNull();
		assertThat(send("DELETE", "/dead/3", "").statusCode()).isEqualTo(404);
	}

	@Test
	void healthWarnsOfDeadSettlementsAndTheApplicationStaysUp() throws Exception {
		HttpResponse<String> health = exchange("GET", "/actuator/health", "");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"vluna\":{", "\"status\":\"WARNING\"", "\"dead\":3")
			.contains("\"status\":\"UP\"");
	}

	private HttpResponse<String> send(String method, String path, String body)
			throws IOException, InterruptedException {
		return exchange(method, "/actuator/vluna" + path, body);
	}

	private HttpResponse<String> exchange(String method, String path, String body)
			throws IOException, InterruptedException {
		String credentials = Base64.getEncoder().encodeToString("alice:alice".getBytes(StandardCharsets.UTF_8));
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d%s".formatted(this.application.getWebServer().getPort(), path)))
			.timeout(Duration.ofSeconds(30))
			.header("Authorization", "Basic " + credentials)
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static DeadSettlement dead(String id) {
		PendingSettlement settlement = new PendingSettlement(PendingSettlement.CURRENT_VERSION, id,
				PendingSettlement.Kind.COMMIT, "http://gate/mgt/v1", "realm", "acme", "alice", null, "commit-" + id,
				null, "llm.chat", 42, null, "2026-01-02T03:04:05Z",
				"{\"lease_token\":\"lease.%s\",\"feature_code\":\"llm.chat\",\"quantity_minor\":\"42\"}".formatted(id));
		return new DeadSettlement(settlement, DeadSettlement.Cause.REFUSED, "the user is disabled",
				"2026-01-02T03:04:06Z");
	}

	@Configuration(proxyBeanMethods = false)
	static class StoreConfiguration {

		@Bean
		SettlementStore keptSettlements() {
			return new KeptSettlements();
		}

	}

}
