package ai.vluna.integration.workers;

import java.util.List;

import ai.vluna.spring.denial.BillingDeniedException;

import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Jobs whose items, or whose steps, are billed.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository
class BatchConfiguration {

	private static final List<Text> TEXTS = List.of(new Text("1", "acme", "alice", "one"),
			new Text("2", "bankrupt", "bella", "two"), new Text("3", "acme", "alice", "three"),
			new Text("4", "globex", "bob", "four"), new Text("5", "acme", "alice", "five"));

	@Bean
	Translator translator() {
		return new Translator();
	}

	@Bean
	Summary summary() {
		return new Summary();
	}

	@Bean
	Job translation(JobRepository jobs, Step translate, Step summarize) {
		return new JobBuilder("translation", jobs).start(translate).next(summarize).build();
	}

	@Bean
	Step translate(JobRepository jobs, PlatformTransactionManager transactions, Translator translator) {
		return new StepBuilder("translate", jobs).<Text, String>chunk(2)
			.transactionManager(transactions)
			.reader(new Texts())
			.processor(translator)
			.writer((chunk) -> {
			})
			.faultTolerant()
			.skip(BillingDeniedException.class)
			.skipLimit(10)
			.build();
	}

	@Bean
	Step summarize(JobRepository jobs, PlatformTransactionManager transactions, Summary summary) {
		return new StepBuilder("summarize", jobs).tasklet(summary, transactions).build();
	}

	/**
	 * Reads the texts, and goes on where a failed run stopped.
	 */
	private static final class Texts extends AbstractItemCountingItemStreamItemReader<Text> {

		private int next;

		private Texts() {
			setName("texts");
		}

		@Override
		protected Text doRead() {
			return TEXTS.get(this.next++);
		}

		@Override
		protected void doOpen() {
			this.next = 0;
			setMaxItemCount(TEXTS.size());
		}

		@Override
		protected void doClose() {
		}

		@Override
		protected void jumpToItem(int itemIndex) {
			this.next = itemIndex;
		}

	}

}
