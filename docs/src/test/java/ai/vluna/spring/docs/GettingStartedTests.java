package ai.vluna.spring.docs;

import java.net.URI;

import ai.vluna.spring.autoconfigure.VlunaConnectionDetails;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of the page on getting started.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = GettingStartedTests.Application.class,
		properties = { "vluna.subject.principal=fixed:house", "vluna.subject.user=fixed:batch" })
@AutoConfigureEmbeddedGate
class GettingStartedTests {

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Reports reports;

	@Autowired
	private BillingTemplate billing;

	@BeforeEach
	void startAnew() {
		this.gate.reset();
	}

	@Test
	void theDocumentedPropertiesStartAnApplication() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Connected.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.name=getting-started", "--VLUNA_SERVICE_KEY_SECRET=AAECAwQF")) {
			assertThat(context.getBean(VlunaConnectionDetails.class).getBaseUrl())
				.isEqualTo(URI.create("https://vluna.example.com/mgt/v1"));
		}
	}

	@Test
	void aSubjectIsBoundInCode() {
		BillingSubject subject = BillingSubject.of("acme", "alice");
		Report report = BillingSubjects.with(subject, () -> this.reports.write("money"));
		assertThat(this.gate).hasSingleLease().wasCommittedWith(report.pages());
	}

	@Test
	void workTellsItsUsageItself() {
		BillingSubjects.with(BillingSubject.of("acme", "alice"), () -> this.reports.print("money"));
		assertThat(this.gate).hasSingleLease().wasCommittedWith(2);
	}

	@Test
	void codeIsBilledWithoutAnAnnotation() {
		Operation operation = Operation.builder("report").subject(BillingSubject.of("acme", "alice")).build();
		String printed = this.billing.execute(operation, () -> {
			UsageReporter.report(Usage.of(5));
			return "printed";
		});
		assertThat(printed).isEqualTo("printed");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(5);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Reports.class)
	static class Application {

		@Bean
		GateCatalogue catalogue() {
			return GateCatalogue.builder()
				.feature("report", (feature) -> feature.price(3))
				.account("acme", (account) -> account.balance("alice", 1_000_000))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Connected {

	}

}
