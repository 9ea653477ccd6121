package ai.vluna.integration.servlet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what talkative logs give away.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecrecyTests {

	private static final Log logger = LogFactory.getLog(SecrecyTests.class);

	private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=";

	@Test
	void neverLogsTheSecret(CapturedOutput output) {
		GateCatalogue catalogue = GateCatalogue.builder()
			.feature("pen", (feature) -> feature.price(1))
			.account("acme", (account) -> account.balance("alice", 1000))
			.build();
		try (EmbeddedGate gate = EmbeddedGate.builder().serviceKey("pk-known", SECRET).catalogue(catalogue).start();
				ConfigurableApplicationContext application = new SpringApplicationBuilder(Desk.class)
					.web(WebApplicationType.NONE)
					.run("--debug", "--vluna.base-url=" + gate.baseUrl(), "--vluna.realm-id=" + gate.realmId(),
							"--vluna.service-key.id=pk-known", "--vluna.service-key.secret=" + SECRET,
							"--vluna.subject.principal=fixed:acme", "--vluna.subject.user=fixed:alice",
							"--logging.level.ai.vluna=trace", "--logging.level.reactor.netty=debug",
							"--logging.level.org.springframework.web=debug",
							"--logging.level.org.springframework.boot.context.properties=trace")) {
			Pen pen = application.getBean(Pen.class);
			pen.write("text");
			gate.on(Endpoint.COMMIT).once(Fault.respond(401, "{\"code\":\"AUTH.INVALID_SERVICE_SIGNATURE\"}"));
			pen.write("text");
			gate.on(Endpoint.AUTHORIZE).always(Fault.respond(403, "{\"code\":\"AUTH.SERVICE_KEY_DISABLED\"}"));
			assertThatExceptionOfType(BillingException.class).isThrownBy(() -> pen.write("text"))
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("AUTH.SERVICE_KEY_DISABLED"))
				.satisfies((ex) -> logger.info("It failed", ex));
		}
		assertThat(output.getAll()).contains("DEBUG", "/mgt/v1/gate/authorize")
			.doesNotContain(SECRET)
			.doesNotContain(new String(Base64.getDecoder().decode(SECRET), StandardCharsets.US_ASCII));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Desk {

		@Bean
		Pen pen() {
			return new Pen();
		}

	}

	static class Pen {

		@BilledOperation(feature = "pen", quantity = "#result.length()")
		String write(String text) {
			return text;
		}

	}

}
