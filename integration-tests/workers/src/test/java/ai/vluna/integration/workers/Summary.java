package ai.vluna.integration.workers;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * A step that is billed as a whole, to who pays for jobs.
 */
public class Summary implements Tasklet {

	private boolean broken;

	@Override
	@BilledOperation(feature = "text", key = "'summary/' + #chunkContext.stepContext.jobInstanceId")
	public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		UsageReporter.report(Usage.of(100));
		if (this.broken) {
			this.broken = false;
			throw new IllegalStateException("No summary");
		}
		return RepeatStatus.FINISHED;
	}

	/**
	 * Let the step fail, once.
	 */
	public void failOnce() {
		this.broken = true;
	}

}
