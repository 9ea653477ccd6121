package ai.vluna.integration.servlet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who sees who pays and what is sent, over HTTP and with Spring Security.
 */
class ShownValuesTests {

	@ParameterizedTest
	@CsvSource({ "never, '', OPERATOR, false", "when-authorized, '', GUEST, true",
			"when-authorized, OPERATOR, GUEST, false", "when-authorized, OPERATOR, OPERATOR, true",
			"always, OPERATOR, GUEST, true" })
	void valuesAreShownToWhomTheyMayBe(String showValues, String roles, String role, boolean shown) throws Exception {
		try (ConfigurableApplicationContext application = start(
				Stream.of("management.endpoint.vluna.show-values=" + showValues,
						"management.endpoint.vluna.roles=" + roles, "spring.security.user.roles=" + role))) {
			int port = ((WebServerApplicationContext) application).getWebServer().getPort();
			String one = get(port, "/dead/1");
			String page = get(port, "/dead");
			assertThat(List.of(one, page)).allSatisfy((body) -> {
				assertThat(body).contains("\"id\":\"1\"", "\"cause\":\"REFUSED\"");
				if (shown) {
					assertThat(body).contains("\"principalId\":\"acme\"", "\"userId\":\"alice\"", "lease.1")
						.doesNotContain("******");
				}
				else {
					assertThat(body).contains("\"principalId\":\"******\"", "\"body\":\"******\"")
						.doesNotContain("acme", "alice", "lease.1");
				}
			});
		}
	}

	private static String get(int port, String path) throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d/actuator/vluna%s".formatted(port, path)))
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("user:pass".getBytes(StandardCharsets.UTF_8)))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private static ConfigurableApplicationContext start(Stream<String> properties) {
		Stream<String> common = Stream.of("server.port=0", "management.endpoints.web.exposure.include=vluna",
				"spring.security.user.name=user", "spring.security.user.password=pass",
				"vluna.embedded-gate.enabled=true", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:alice");
		return new SpringApplicationBuilder(House.class)
			.run(Stream.concat(common, properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class House {

		@Bean
		SettlementStore keptSettlements() {
			KeptSettlements store = new KeptSettlements();
			PendingSettlement settlement = new PendingSettlement(PendingSettlement.CURRENT_VERSION, "1",
					PendingSettlement.Kind.COMMIT, "http://gate/mgt/v1", "realm", "acme", "alice", null, "commit-1",
					null, "llm.chat", 42, null, "2026-01-02T03:04:05Z", "{\"lease_token\":\"lease.1\"}");
			store.write(List.of(), List.of(new DeadSettlement(settlement, DeadSettlement.Cause.REFUSED,
					"the user is disabled", "2026-01-02T03:04:06Z")));
			return store;
		}

	}

}
