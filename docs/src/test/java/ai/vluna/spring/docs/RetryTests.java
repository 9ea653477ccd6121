package ai.vluna.spring.docs;

import java.time.Duration;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.OperationAttempts;
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The retries on the page on the order with other advice that are not shown elsewhere.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = RetryTests.Application.class,
		properties = { "vluna.subject.principal=fixed:house", "vluna.subject.user=fixed:batch" })
@AutoConfigureEmbeddedGate
class RetryTests {

	private final RetryTemplate retry = new RetryTemplate(
			RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(10)).build());

	private final UnreliablePrinter printer = new UnreliablePrinter();

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private BillingTemplate billing;

	@Autowired
	private Retried retried;

	@BeforeEach
	void startAnew() {
		this.gate.reset();
	}

	@Test
	void attemptsInCodeAreOneOperation() {
		OperationAttempts attempts = new OperationAttempts();
		Operation operation = Operation.builder("report")
			.subject(BillingSubject.of("acme", "alice"))
			.attempts(attempts)
			.build();
		Report report = this.retry.invoke(() -> this.billing.execute(operation, () -> this.printer.print("money")));
		assertThat(report.pages()).isEqualTo(3);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasSingleLease().wasCommittedWith(3);
	}

	@Test
	void aDenialIsNotRetriedAtAll() {
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(
				() -> BillingSubjects.with(BillingSubject.of("poor", "paul"), () -> this.retried.print("money")));
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1);
	}

	/**
	 * Prints at the second attempt.
	 */
	static class UnreliablePrinter {

		private boolean warm;

		Report print(String topic) {
			if (!this.warm) {
				this.warm = true;
				throw new IllegalStateException("The printer is cold");
			}
			return new Report(topic, 3);
		}

	}

	public static class Retried {

		@Retryable(excludes = BillingDeniedException.class, delay = 10)
		@BilledOperation(feature = "report", quantity = "#result.pages")
		public Report print(String topic) {
			return new Report(topic, 3);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableResilientMethods
	@Import(Retried.class)
	static class Application {

		@Bean
		UsageExtractor<Report> pages() {
			return (report) -> Usage.of(report.pages());
		}

		@Bean
		GateCatalogue catalogue() {
			return GateCatalogue.builder()
				.feature("report", (feature) -> feature.price(3))
				.account("acme", (account) -> account.balance("alice", 1_000_000))
				.account("poor", (account) -> account.balance("paul", 0))
				.build();
		}

	}

}
