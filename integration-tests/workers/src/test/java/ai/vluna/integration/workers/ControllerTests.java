package ai.vluna.integration.workers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import ai.vluna.spring.context.BillingRequestContext;
import ai.vluna.spring.test.gate.EmbeddedGate;
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

	private HttpResponse<String> get(String tenant) throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:%d/reports?topic=money&tenant=%s".formatted(this.port, tenant));
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class TenantsConfiguration {

		@Bean
		Tenants tenants(BillingRequestContext billing) {
			return new Tenants(billing);
		}

	}

}
