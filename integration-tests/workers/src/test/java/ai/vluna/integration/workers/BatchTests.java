package ai.vluna.integration.workers;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for billed items and steps of Spring Batch.
 */
@WorkerTest
@Import(BatchConfiguration.class)
@ActiveProfiles("jobs")
class BatchTests {

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private JobOperator operator;

	@Autowired
	private Job translation;

	@Autowired
	private Translator translator;

	@Autowired
	private Summary summary;

	private int before;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.before = this.translator.started().size();
	}

	@Test
	void billsEachItemToItsCustomerAndSkipsWhoCannotPay() throws Exception {
		JobExecution execution = start("items");
		assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(started()).isEqualTo("1345");
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 6)
			.hasReceived(Endpoint.COMMIT, 5)
			.hasLedgerOf(5)
			.hasSettledEveryLeaseOnce();
		assertThat(committed("globex")).isEqualTo(4);
		assertThat(committed("acme")).isEqualTo(12);
		assertThat(committed("jobs")).isEqualTo(100);
	}

	@Test
	void chargesARestartedJobOnce() throws Exception {
		this.translator.failOnceAt("4");
		this.summary.failOnce();
		JobExecution first = start("restarted");
		assertThat(first.getStatus()).isEqualTo(BatchStatus.FAILED);
		JobExecution second = this.operator.restart(first);
		assertThat(second.getStatus()).isEqualTo(BatchStatus.FAILED);
		JobExecution third = this.operator.restart(second);
		assertThat(third.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(started()).as("the third is done again, as its chunk was rolled back").isEqualTo("134345");
		assertThat(this.gate).hasLedgerOf(5).hasSettledEveryLeaseOnce();
		assertThat(committed("globex")).isEqualTo(4);
		assertThat(committed("acme")).isEqualTo(12);
		assertThat(committed("jobs")).isEqualTo(100);
	}

	private JobExecution start(String run) throws Exception {
		return this.operator.start(this.translation,
				new JobParametersBuilder().addString("run", run).toJobParameters());
	}

	private String started() {
		return String.join("", this.translator.started().subList(this.before, this.translator.started().size()));
	}

	private long committed(String principal) {
		return this.gate.ledger()
			.stream()
			.filter((entry) -> entry.principal().equals(principal))
			.mapToLong(LedgerEntry::quantityMinor)
			.sum();
	}

}
