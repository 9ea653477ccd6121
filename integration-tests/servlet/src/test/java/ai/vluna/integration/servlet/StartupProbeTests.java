package ai.vluna.integration.servlet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.probe.StartupProbe;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application that is not set up to be charged says at start-up.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupProbeTests {

	private static final String FAIL = "--vluna.startup-probe.mode=fail";

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature("brush", (feature) -> feature.price(1))
			.feature("ink", (feature) -> feature.meter("ink.black", null))
			.feature("paper", (feature) -> feature.price(0))
			.feature("gold", (feature) -> feature.price(1).entitlementRequired())
			.account("vip", (account) -> account.balance("victor", 1).grant("default"))
			.build())
		.start();

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void isSilentWhenEverythingHasAPrice(CapturedOutput output) {
		start(Studio.class, FAIL);
		assertThat(output).doesNotContain("price").doesNotContain("not know");
		assertThat(this.gate.received(Endpoint.METERS)).last()
			.satisfies((request) -> assertThat(request.uri()).contains("feature_code=brush", "feature_code=paper"))
			.satisfies((request) -> assertThat(request.header("x-principal-id")).isEqualTo("vluna-startup-probe"));
	}

	@Test
	void doesNotStartWithFeaturesThatChargeNothing(CapturedOutput output) {
		fail(Workshop.class, FAIL);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'ink' (meters 'ink', 'ink.black')")
			.contains("'glue', 'gold'")
			.contains("Set a price for each of the meters")
			.contains("vluna.startup-probe.principal")
			.contains("vluna.startup-probe.mode=warn")
			.doesNotContain("'brush'")
			.doesNotContain("\tat ");
	}

	@Test
	void knowsTheFeaturesThatRulesForModelsAndToolsName(CapturedOutput output) {
		start(Studio.class, "--vluna.models[0].model=openai/gpt", "--vluna.tools[0].tool=search",
				"--vluna.tools[0].feature=ink");
		assertThat(output).contains("These features have no price: 'ink'").contains("may not use them: 'openai.gpt'.");
	}

	@Test
	void warnsOfMappedMetersThatFeaturesLack(CapturedOutput output) {
		start(Studio.class, FAIL, "--vluna.models[0].model=*", "--vluna.models[0].meters.input=brush",
				"--vluna.models[0].meters.output=ink.black", "--vluna.models[1].model=*/embed*",
				"--vluna.models[1].feature=brush", "--vluna.features[0].pattern=paper",
				"--vluna.features[0].meters.input=leaves", "--vluna.features[0].meters.output=leaves",
				"--vluna.tools[0].tool=cut", "--vluna.tools[0].feature=paper");
		assertThat(output).containsOnlyOnce("to meters that these features do not have: 'brush' (meter 'ink.black'), "
				+ "'paper' (meter 'leaves'). ");
	}

	@Test
	void tellsOfFeaturesWithoutAPriceEvenIfMetersAreMissing(CapturedOutput output) {
		fail(Workshop.class, FAIL, "--vluna.features[0].pattern=*", "--vluna.features[0].meters.input=ink.black",
				"--vluna.features[0].meters.output=ink.black");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("these features do not have: 'brush' (meter 'ink.black'), 'paper'")
			.contains("'ink' (meters 'ink', 'ink.black')");
	}

	@Test
	void warnsOnceByDefault(CapturedOutput output) {
		start(Workshop.class);
		assertThat(output.getAll().lines().filter((line) -> line.contains("StartupProbe"))).hasSize(1);
		assertThat(output).contains("WARN").contains("These features have no price: 'ink'").contains("'glue', 'gold'");
	}

	@Test
	void asksInTheNameOfWhoeverIsConfigured(CapturedOutput output) {
		start(Workshop.class, "--vluna.startup-probe.principal=vip", "--vluna.startup-probe.user=victor");
		assertThat(output).contains("'vip/victor' may not use them: 'glue'.");
	}

	@Test
	void asksInTheNameOfJobs() {
		start(Studio.class, "--vluna.subject.jobs.principal=night", "--vluna.subject.jobs.user=owl");
		assertThat(this.gate.received(Endpoint.METERS)).last()
			.satisfies((request) -> assertThat(request.header("x-user-id")).isEqualTo("owl"));
	}

	@Test
	void asksInTheNameOfTheOnlyCustomer() {
		start(Studio.class, "--vluna.subject.principal=fixed:vip", "--vluna.subject.user=fixed:victor");
		assertThat(this.gate.received(Endpoint.METERS)).singleElement()
			.satisfies((request) -> assertThat(request.header("x-user-id")).isEqualTo("victor"));
	}

	@ParameterizedTest
	@CsvSource({ "--vluna.service-key.id=pk-unknown, vluna.service-key.secret",
			"--vluna.realm-id=elsewhere, vluna.realm-id",
			"--vluna.base-url=http://localhost:1/mgt/v1, vluna.base-url" })
	void doesNotStartWithAConnectionThatDoesNotWork(String property, String remedy, CapturedOutput output) {
		fail(Studio.class, FAIL, property);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("The gate").contains(remedy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--vluna.service-key.id=pk-unknown", "--vluna.base-url=http://localhost:1/mgt/v1" })
	void startsAllTheSameByDefault(String property, CapturedOutput output) {
		start(Studio.class, property);
		assertThat(output).contains("StartupProbe").contains("The gate");
	}

	@Test
	void doesNotHoldUpTheStart(CapturedOutput output) {
		this.gate.on(Endpoint.METERS).always(Fault.delay(Duration.ofSeconds(20)));
		start(Studio.class, "--vluna.startup-probe.timeout=300ms");
		assertThat(output).contains("out of reach").contains("nothing came back within 300 ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--vluna.startup-probe.mode=off", "--vluna.startup-probe.mode=false",
			"--vluna.defaults.mode=shadow" })
	void asksNothingWhenNotWanted(String property) {
		start(Workshop.class, property);
		assertThat(this.gate).hasReceived(Endpoint.METERS, 0);
	}

	@Test
	void findsLazyBeans(CapturedOutput output) {
		fail(LazyWorkshop.class, FAIL, "--spring.main.lazy-initialization=true");
		assertThat(output).contains("APPLICATION FAILED TO START").contains("'glue'");
	}

	@Test
	void saysWhatItCannotCheck(CapturedOutput output) {
		start(Workshop.class, "--logging.level.ai.vluna.spring.probe=debug");
		assertThat(output).containsOnlyOnce("Not checked").contains("Tool.any(String)");
	}

	@Test
	void triesTheConnectionOfApplicationsWithoutBilledMethods(CapturedOutput output) {
		fail(Empty.class, FAIL, "--vluna.service-key.id=pk-unknown");
		assertThat(output).contains("does not accept the service key");
	}

	@Test
	void comesBeforeTheWebServer() {
		assertThat(StartupProbe.PHASE).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
			.isLessThan(SmartLifecycle.DEFAULT_PHASE);
	}

	private void start(Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--vluna.base-url=" + this.gate.baseUrl(),
				"--vluna.realm-id=" + this.gate.realmId(), "--vluna.service-key.id=" + this.gate.serviceKeyId(),
				"--vluna.service-key.secret=" + this.gate.serviceKeySecret(), "--vluna.subject.principal=authenticated",
				"--vluna.subject.user=authenticated", "--spring.config.location=optional:classpath:none/"));
		for (String property : properties) {
			arguments.removeIf((argument) -> argument.startsWith(property.substring(0, property.indexOf('=') + 1)));
			arguments.add(property);
		}
		new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run(arguments.toArray(new String[0]))
			.close();
	}

	private void fail(Class<?> application, String... properties) {
		assertThatException().isThrownBy(() -> start(application, properties));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Studio {

		@Bean
		Brush brush() {
			return new Brush();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Workshop {

		@Bean
		Brush brush() {
			return new Brush();
		}

		@Bean
		Tool tool() {
			return new Tool();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class LazyWorkshop {

		@Bean
		@Lazy
		Tool tool() {
			throw new IllegalStateException("Nobody needs it");
		}

	}

	static class Brush {

		@BilledOperation(feature = "brush", quantity = "1")
		void paint() {
		}

		@BilledOperation(feature = "${sheet:paper}", quantity = "1")
		void sheet() {
		}

		@BilledOperation(feature = "someday", quantity = "1", mode = BillingMode.SHADOW)
		void someday() {
		}

	}

	static class Tool {

		@BilledOperation(feature = "ink", quantity = "1")
		void write() {
		}

		@BilledOperation(feature = "glue", quantity = "1")
		void stick() {
		}

		@BilledOperation(feature = "gold", quantity = "1")
		void gild() {
		}

		@BilledOperation(feature = "#{#name}", quantity = "1")
		void any(String name) {
		}

	}

}
