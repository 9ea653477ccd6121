package ai.vluna.sample;

import java.time.Duration;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the sample when it is pointed at a gate outside of it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "sample.embedded-gate=false")
class RealGateTests {

	private static final EmbeddedGate REMOTE = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature("sample.summary", (feature) -> feature.price(2))
			.account("acme", (account) -> account.balance("alice", 1_000_000))
			.build())
		.start();

	@DynamicPropertySource
	static void pointAtTheRemoteGate(DynamicPropertyRegistry properties) {
		properties.add("vluna.base-url", REMOTE::baseUrl);
		properties.add("vluna.realm-id", REMOTE::realmId);
		properties.add("vluna.service-key.id", REMOTE::serviceKeyId);
		properties.add("vluna.service-key.secret", REMOTE::serviceKeySecret);
	}

	@AfterAll
	static void stopTheRemoteGate() {
		REMOTE.close();
	}

	@Test
	void billsThere(@Autowired ObjectProvider<EmbeddedGate> embedded, @LocalServerPort int port) {
		Newcomer.Reply reply = new Newcomer(port).post("/api/summaries", "alice", SampleTexts.GETTYSBURG);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(embedded.getIfAvailable()).isNull();
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(REMOTE.ledger()).singleElement().satisfies((entry) -> {
				assertThat(entry.state()).isEqualTo(LedgerState.COMMITTED);
				assertThat(entry.quantityMinor()).isEqualTo(reply.json().at("/usage/totalTokens").asLong());
			}));
	}

	@Test
	void explainsThatThereIsNoLedger(@LocalServerPort int port) {
		Newcomer.Reply reply = new Newcomer(port).get("/api/ledger");
		assertThat(reply.status()).isEqualTo(404);
		assertThat(reply.contentType()).startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		assertThat(reply.json().path("detail").asString()).contains("embedded gate");
	}

}
