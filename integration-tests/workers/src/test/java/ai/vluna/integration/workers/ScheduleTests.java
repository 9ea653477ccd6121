package ai.vluna.integration.workers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.test.context.ActiveProfiles;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed work that the clock starts.
 */
@WorkerTest
@ActiveProfiles("jobs")
@Import(ScheduleTests.SchedulesConfiguration.class)
class ScheduleTests {

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Schedules schedules;

	@Test
	void billsWhoPaysForJobsUnlessTheCodeSaysWho() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(
					() -> assertThat(this.gate).hasSingleLease().wasCommittedWith(7).isPaidBy("jobs", "nightly"));
		this.gate.reset();
		this.schedules.nightly();
		this.schedules.nightly();
		assertThat(this.gate).hasLedgerOf(2).hasSettledEveryLeaseOnce().hasReceived(Endpoint.AUTHORIZE, 6);
		assertThat(this.gate.ledger()).extracting(LedgerEntry::principal).containsExactly("acme", "globex");
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulesConfiguration {

		@Bean
		Reports reports() {
			return new Reports();
		}

		@Bean
		Schedules schedules(Reports reports) {
			return new Schedules(reports, Clock.fixed(Instant.parse("2026-03-01T03:00:00Z"), ZoneOffset.UTC));
		}

	}

}
