package ai.vluna.integration.workers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.context.BillingRequestContext;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for billed methods of controllers.
 */
@WorkerTest
@Import({ ReportController.class, ControllerTests.TenantsConfiguration.class })
class ControllerTests {

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private ReportController controller;

	@LocalServerPort
	private int port;

	@BeforeEach
	void reset() {
		this.gate.reset();
	}

	@Test
	void billsWhoMakesTheRequest() throws Exception {
		assertThat(get("globex/bob").body()).isEqualTo("all about money");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(15).isPaidBy("globex", "bob");
	}

	@Test
	void answersWhoCannotPay() throws Exception {
		HttpResponse<String> response = get("bankrupt/bella");
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(this.gate).hasEmptyLedger();
	}

	@Test
	void authorizesNoBadRequest() throws Exception {
		assertThat(send("/reports?tenant=acme/alice").statusCode()).isEqualTo(400);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
	}

	@Test
	void keepsABalanceForEachUser() throws Exception {
		assertThat(get("acme/alice").statusCode()).isEqualTo(200);
		assertThat(get("acme/bob").statusCode()).isEqualTo(402);
	}

	@Test
	void refusesWorkOnAThreadThatKnowsNobody() {
		CompletableFuture<String> lost = BillingSubjects.with(BillingSubject.of("acme", "alice"),
				() -> CompletableFuture.supplyAsync(() -> this.controller.report("money")));
		assertThat(lost).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.havingRootCause()
			.isInstanceOf(MissingBillingSubjectException.class)
			.withMessage("No principal is known for the work about to start. Set 'vluna.subject.principal' and "
					+ "'vluna.subject.user', register a BillingSubjectResolver, fill the BillingRequestContext or "
					+ "bind one with BillingSubjects.with(...)");
		assertThat(this.gate).hasEmptyLedger();
	}

	private HttpResponse<String> get(String tenant) throws IOException, InterruptedException {
		return send("/reports?topic=money&tenant=" + tenant);
	}

	private HttpResponse<String> send(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class TenantsConfiguration {

		@Bean
		Tenants tenants(BillingRequestContext billing) {
			return new Tenants(billing);
		}

	}

}
