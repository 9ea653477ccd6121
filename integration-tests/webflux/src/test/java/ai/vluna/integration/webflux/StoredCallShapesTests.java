package ai.vluna.integration.webflux;

import java.nio.file.Path;
import java.time.Duration;

import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed methods of every shape whose usage is stored before it is sent.
 */
@ReactiveTest
@DirtiesContext
@TestPropertySource(properties = "vluna.delivery.store=file")
class StoredCallShapesTests extends CallShapesTests {

	@TempDir
	static Path directory;

	@Autowired
	private EmbeddedGate gate;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		registry.add("vluna.delivery.file.path", () -> directory.resolve("usage.mv"));
	}

	@Override
	void awaitDelivery() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
	}

}
