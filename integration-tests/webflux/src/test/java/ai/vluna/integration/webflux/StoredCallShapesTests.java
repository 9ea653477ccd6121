package ai.vluna.integration.webflux;

import java.nio.file.Path;
import java.time.Duration;

import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
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

	@Autowired
	private StoredSettlement settlement;

	private long written;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		registry.add("vluna.delivery.file.path", () -> directory.resolve("usage.mv"));
	}

	@BeforeEach
	void count() {
		this.written = this.settlement.written().settlements();
	}

	@Override
	void awaitDelivery() {
		// The answer came after that.
		assertThat(this.settlement.written().settlements()).isEqualTo(this.written + 1);
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
	}

}
