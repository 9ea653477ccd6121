package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for usage that is not charged by itself, from the request that used something to
 * the charge that an operator asks for.
 */
@ServletTest
@DirtiesContext
@TestPropertySource(properties = { "management.endpoints.web.exposure.include=vluna", "vluna.delivery.store=file",
		"vluna.delivery.monitor-interval=20ms", "vluna.delivery.sending.min-backoff=20ms",
		"vluna.delivery.sending.max-backoff=50ms", "vluna.retry.max-attempts=1" })
class DeadUsageTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String WANTED = "seven";

	private static final String UNWANTED = "thirteen";

	@TempDir
	static Path directory;

	private final JsonMapper json = new JsonMapper();

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	private long wealth;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		registry.add("vluna.delivery.file.path", () -> directory.resolve("usage.mv"));
	}

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.wealth = this.gate.balance("acme", "alice");
	}

	@Test
	void usageWithoutAPriceIsBookedOnceThereIsOneOrDropped() {
		this.gate.catalogue(this.gate.catalogue().mutate().feature(CatalogueConfiguration.TEXT).build());
		work(WANTED);
		work(UNWANTED);
		Map<String, String> dead = awaitDead(2, "UNPRICED");
		this.gate.catalogue(this.gate.catalogue()
			.mutate()
			.feature(CatalogueConfiguration.TEXT, (feature) -> feature.price(2))
			.build());
		assertThat(charge(dead.get(WANTED), "retry")).isEqualTo(204);
		awaitDead(2, "UNPRICED");
		assertThat(charge(dead.get(WANTED), "book")).isEqualTo(204);
		assertThat(charge(dead.get(WANTED), "book")).isEqualTo(404);
		assertThat(operate("DELETE", "/dead/" + dead.get(UNWANTED), "").statusCode()).isEqualTo(204);
		awaitNothingLeft();
		assertThat(this.gate).hasReceived(Endpoint.INGEST, 1)
			.hasSingleIngest()
			.wasIngestedWith(WANTED.length())
			.isPaidBy("acme", "alice");
		assertChargedOnce();
	}

	@Test
	void usageOfADisabledUserIsChargedByARetryOnceTheyAreEnabled() {
		this.gate.on(Endpoint.COMMIT).always(Fault.serverError());
		work(WANTED);
		changeAccount((account) -> account.disabledUser("alice"));
		this.gate.on(Endpoint.COMMIT).heal();
		String id = awaitDead(1, "REFUSED").get(WANTED);
		assertThat(charge(id, "retry")).isEqualTo(204);
		awaitDead(1, "REFUSED");
		changeAccount((account) -> account.restoredUser("alice"));
		assertThat(charge(id, "retry")).isEqualTo(204);
		awaitNothingLeft();
		assertThat(this.gate).hasSingleLease().wasCommittedWith(WANTED.length()).isPaidBy("acme", "alice");
		assertChargedOnce();
	}

	private void work(String text) {
		assertThat(this.browser.get("alice", "/value", text).statusCode()).isEqualTo(200);
	}

	private void changeAccount(Consumer<Account.Builder> change) {
		this.gate.catalogue(this.gate.catalogue().mutate().changeAccount("acme", change).build());
	}

	private Map<String, String> awaitDead(int count, String cause) {
		await().atMost(SOON).until(() -> state().path("dead").asInt() == count && dead().size() == count);
		Map<String, String> ids = new TreeMap<>();
		for (JsonNode settlement : dead()) {
			assertThat(settlement.path("cause").asString()).isEqualTo(cause);
			boolean wanted = settlement.path("quantityMinor").asLong() == WANTED.length();
			ids.put(wanted ? WANTED : UNWANTED, settlement.path("id").asString());
		}
		return ids;
	}

	private void awaitNothingLeft() {
		await().atMost(SOON).until(() -> {
			JsonNode state = state();
			return state.path("pending").asInt() == 0 && state.path("dead").asInt() == 0;
		});
		assertThat(dead()).isEmpty();
		assertThat(this.json.readTree(operate("GET", "/pending", "").body()).path("settlements")).isEmpty();
	}

	private void assertChargedOnce() {
		assertThat(this.wealth - this.gate.balance("acme", "alice")).isEqualTo(2L * WANTED.length());
	}

	private JsonNode state() {
		return this.json.readTree(operate("GET", "", "").body());
	}

	private JsonNode dead() {
		return this.json.readTree(operate("GET", "/dead", "").body()).path("settlements");
	}

	private int charge(String id, String action) {
		return operate("POST", "/dead/" + id, "{\"action\":\"%s\"}".formatted(action)).statusCode();
	}

	private HttpResponse<String> operate(String method, String path, String body) {
		return this.browser.send("alice", method, "/actuator/vluna" + path, body);
	}

}
