package ai.vluna.spring.docs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.Budget;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The attributes on the page on the annotation, one by one.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = AnnotationTests.Application.class,
		properties = { "vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:alice" })
@AutoConfigureEmbeddedGate
class AnnotationTests {

	private static final UUID BUDGET = UUID.fromString("6f6c2f3e-6c53-4d8e-9a53-0d6f7d1a3c11");

	private final PrintOrder order = new PrintOrder("17", "globex", "gina", BUDGET, "money");

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Press press;

	@Autowired
	private Archive archive;

	@Autowired
	private BillingTemplate billing;

	@BeforeEach
	void startAnew() {
		this.gate.reset();
	}

	@Test
	void valueNamesTheFeature() {
		this.press.print("money");
		assertThat(this.gate).hasSingleLeaseFor("report").wasCommittedWith(3).isPaidBy("acme", "alice");
	}

	@Test
	void featureIsATemplate() {
		this.press.printIn("A4", "money");
		assertThat(this.gate).hasSingleLeaseFor("report.black.a4").wasCommittedWith(3);
	}

	@Test
	void featureFamilyIsSentAlong() {
		this.press.printAsPress("money");
		assertThat(this.gate.received(Endpoint.AUTHORIZE)).singleElement()
			.satisfies((request) -> assertThat(request.bodyText()).contains("\"press\""));
	}

	@Test
	void quantityReadsResultAndArguments() {
		this.press.printCopies("money", 2);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(6);
	}

	@Test
	void expressionsReachBeans() {
		this.press.printOnBothSides("money");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(2);
	}

	@Test
	void estimateMayBeCommitted() {
		this.press.printLater("money");
		assertThat(this.gate).hasSingleLease().wasCommittedWith("money".length());
	}

	@Test
	void principalAndUserPay() {
		this.press.printFor(this.order);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(3).isPaidBy("globex", "gina");
	}

	@Test
	void budgetPays() {
		this.press.printFromBudget(this.order);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(3);
		assertThat(this.gate.received(Endpoint.AUTHORIZE)).singleElement()
			.satisfies((request) -> assertThat(request.bodyText()).contains(BUDGET.toString()));
	}

	@Test
	void keyMakesTwoCallsOneCharge() {
		this.press.printOnce(this.order);
		this.press.printOnce(this.order);
		assertThat(this.gate.ledger()).filteredOn((entry) -> entry.state() == LedgerState.COMMITTED).hasSize(1);
	}

	@Test
	void labelsTravelWithTheUsage() {
		this.press.printLabelled(this.order);
		assertThat(this.gate).hasSingleLease().hasLabel("team", "press").hasLabel("topic", "money");
	}

	@Test
	void usageExtractorIsAskedByName() {
		this.press.printWithCover("money");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(5);
	}

	@Test
	void aggregateAddsUp() {
		this.press.printAll(Flux.just("money", "time")).blockLast(Duration.ofSeconds(20));
		assertThat(this.gate).hasSingleLease().wasCommittedWith(6);
	}

	@Test
	void aggregateCounts() {
		this.press.titles(Flux.just("money", "time")).blockLast(Duration.ofSeconds(20));
		assertThat(this.gate).hasSingleLease().wasCommittedWith(2);
	}

	@Test
	void policiesAreAttributes() {
		assertThatIllegalStateException().isThrownBy(() -> this.press.printUnreliably(new Report("money", 3)));
		assertThat(this.gate).hasSingleLease().wasCommittedWith(3);
	}

	@Test
	void anAnnotationOfYourOwnSaysWhatIsAlwaysTheSame() {
		this.press.printAsUsual("money");
		assertThat(this.gate).hasSingleLeaseFor("report").wasCommittedWith(3).hasLabel("team", "press");
	}

	@Test
	void aClassIsBilledUnlessItsMethodSaysMore() {
		this.archive.find("money");
		this.archive.copy("money");
		assertThat(this.gate).hasLedgerOf(2).hasSingleLeaseFor("report.archive").wasCommittedWith(3);
		assertThat(this.gate).hasSingleLeaseFor("report.archive.copy").wasCommittedWith(3);
	}

	@Test
	void theSameInCode() {
		Operation operation = Operation.builder("report")
			.featureFamilyCode("press")
			.subject(BillingSubject.of("acme", "alice"))
			.budgetId(this.order.budget().toString())
			.key("order-" + this.order.id())
			.estimatedQuantityMinor(4L)
			.labels(Map.of("team", "press"))
			.usageExtractors(List.of((result) -> Usage.of(((Report) result).pages())))
			.policy(new OperationPolicy(BillingMode.INHERIT, OnUnreachable.DENY, OnFailure.CANCEL,
					OnInterruption.INHERIT, OnMissingUsage.COMMIT_ESTIMATE, OnRateLimit.WAIT, OnInnerCall.INHERIT))
			.build();
		Report report = this.billing.execute(operation, () -> new Report("money", 3));
		assertThat(this.gate).hasSingleLease().wasCommittedWith(report.pages()).isPaidBy("acme", "alice");
	}

	/**
	 * The bean of the documented expression.
	 */
	public static class PaperPrices {

		public int sheets(Report report) {
			return (report.pages() + 1) / 2;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Press.class, Archive.class })
	static class Application {

		@Bean
		PaperPrices paperPrices() {
			return new PaperPrices();
		}

		@Bean
		@Order(1)
		UsageExtractor<Report> pages() {
			return (report) -> Usage.of(report.pages());
		}

		@Bean
		@Order(2)
		UsageExtractor<Report> coverToo() {
			return (report) -> Usage.of(report.pages() + 2);
		}

		@Bean
		GateCatalogue catalogue() {
			return GateCatalogue.builder()
				.feature("report", (feature) -> feature.price(3))
				.feature("report.black.a4", (feature) -> feature.price(3))
				.feature("report.archive", (feature) -> feature.price(1))
				.feature("report.archive.copy", (feature) -> feature.price(2))
				.account("acme",
						(account) -> account.balance("alice", 1_000_000).budget(new Budget(BUDGET, "alice", 1_000_000)))
				.account("globex", (account) -> account.balance("gina", 1_000_000))
				.build();
		}

	}

}
