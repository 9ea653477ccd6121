package ai.vluna.integration.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.client.signing.ServiceKey;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that neither the secret nor a signature is told to anybody, however talkative the
 * application is and whatever goes wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecrecyTests {

	// With characters by which base64 and base64url differ.
	private static final String SECRET = "c2VjcmV0+3NlY3JldC/zZWNyZXQtc2VjcmV0LTEyMzQ=";

	private static final Pattern SIGNATURE = Pattern.compile("sig=\"?([^\",\\s]+)");

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.serviceKey("pk-known", SECRET)
		.catalogue(GateCatalogue.builder()
			.feature("pen", (feature) -> feature.price(1))
			.feature("gold", (feature) -> feature.price(1).entitlementRequired())
			.account("acme", (account) -> account.balance("alice", 1000))
			.build())
		.start();

	private final List<String> signatures = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "file" })
	void tellsNobodyTheSecret(String store, CapturedOutput output) throws IOException, InterruptedException {
		StringBuilder told = new StringBuilder();
		try (ConfigurableApplicationContext application = start(this.gate.baseUrl(), "warn",
				"--vluna.delivery.store=" + store)) {
			told.append(work(application.getBean(Pen.class)));
			told.append(describeBeans(application));
			told.append(askActuator(application));
			if (store.equals("file")) {
				told.append(read(file()));
				String kept = read(Path.of(file() + ".journal"));
				assertThat(kept).contains("alice");
				told.append(kept);
			}
		}
		if (store.equals("file")) {
			// Refused once, it waits there.
			String kept = read(file());
			assertThat(kept).contains("alice");
			told.append(kept);
		}
		this.gate.on(Endpoint.METERS).always(Fault.respond(401, "{\"code\":\"AUTH.INVALID_SERVICE_SIGNATURE\"}"));
		told.append(trace(catchThrowable(() -> start(this.gate.baseUrl(), "fail").close())));
		told.append(trace(catchThrowable(() -> start("http://me:" + SECRET + "@localhost", "off").close())));
		collectSignatures();
		assertThat(output).contains("TRACE", "APPLICATION FAILED TO START", "Vluna's service API cannot be at",
				"does not accept the service key", "/mgt/v1/gate/authorize");
		assertThatNothingIsIn(told + output.getAll());
	}

	private String work(Pen pen) {
		StringBuilder told = new StringBuilder(pen.write("success"));
		Throwable denial = catchThrowable(() -> pen.gild("denied"));
		assertThat(denial).isInstanceOf(BillingDeniedException.class);
		Throwable failure = catchThrowable(() -> pen.breakOff("failed"));
		assertThat(failure).isInstanceOf(WorkFailedException.class);
		this.gate.on(Endpoint.COMMIT).once(Fault.respond(401, "{\"code\":\"AUTH.INVALID_SERVICE_SIGNATURE\"}"));
		told.append(pen.write("charged later"));
		this.gate.on(Endpoint.AUTHORIZE).always(Fault.dropBeforeProcessing());
		Throwable outage = catchThrowable(() -> pen.write("nobody there"));
		assertThat(outage).isInstanceOf(BillingUnavailableException.class);
		this.gate.on(Endpoint.AUTHORIZE).heal();
		this.gate.on(Endpoint.AUTHORIZE).always(Fault.respond(403, "{\"code\":\"AUTH.SERVICE_KEY_DISABLED\"}"));
		Throwable mistake = catchThrowable(() -> pen.write("misconfigured"));
		assertThat(mistake).isInstanceOf(BillingConfigurationException.class);
		this.gate.on(Endpoint.AUTHORIZE).heal();
		Stream.of(denial, failure, outage, mistake).map(SecrecyTests::trace).forEach(told::append);
		return told.toString();
	}

	private static String describeBeans(ConfigurableApplicationContext application) {
		StringBuilder told = new StringBuilder().append(ServiceKey.of("pk-known", SECRET));
		List<Object> ours = Arrays.stream(application.getBeanDefinitionNames())
			.filter((name) -> !name.startsWith("scopedTarget."))
			.map(application::getBean)
			.filter((bean) -> bean.getClass().getName().startsWith("ai.vluna.spring"))
			.filter((bean) -> !(bean instanceof ScopedObject))
			.toList();
		assertThat(ours).hasSizeGreaterThan(20);
		Set<Object> reached = Collections.newSetFromMap(new IdentityHashMap<>());
		ours.forEach((bean) -> reach(bean, reached));
		assertThat(reached).hasAtLeastOneElementOfType(ServiceKey.class);
		reached.forEach(told::append);
		assertThat(told).contains("VlunaProperties[", "secret=******");
		return told.toString();
	}

	// Everything of ours that a bean holds, records above all, at any depth.
	private static void reach(@Nullable Object object, Set<Object> reached) {
		// A path consists of paths, without end.
		if (object instanceof Iterable<?> elements && !(object instanceof Path)) {
			elements.forEach((element) -> reach(element, reached));
		}
		if (object == null || !object.getClass().getName().startsWith("ai.vluna.spring") || !reached.add(object)) {
			return;
		}
		ReflectionUtils.doWithFields(object.getClass(), (field) -> {
			field.setAccessible(true);
			reach(field.get(object), reached);
		}, (field) -> !field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())
				&& field.getDeclaringClass().getName().startsWith("ai.vluna.spring"));
	}

	private static String askActuator(ConfigurableApplicationContext application)
			throws IOException, InterruptedException {
		int port = ((WebServerApplicationContext) application).getWebServer().getPort();
		HttpClient browser = HttpClient.newHttpClient();
		StringBuilder told = new StringBuilder();
		for (String endpoint : List.of("env", "env/vluna.service-key.secret", "configprops", "configprops/vluna",
				"beans", "health", "conditions", "metrics", "loggers", "mappings", "threaddump")) {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:%d/actuator/%s".formatted(port, endpoint)))
				.header("Authorization",
						"Basic " + Base64.getEncoder().encodeToString("op:op".getBytes(StandardCharsets.US_ASCII)))
				.header("Accept", "application/json")
				.build();
			HttpResponse<String> response = browser.send(request, HttpResponse.BodyHandlers.ofString());
			// Health remembers for a while what went wrong.
			assertThat(response.statusCode()).as(endpoint).isIn(200, endpoint.equals("health") ? 503 : 200);
			told.append(response.body());
		}
		assertThat(told).contains("vluna.service-key.secret", "vlunaClient");
		return told.toString();
	}

	private void collectSignatures() {
		Stream.of(Endpoint.AUTHORIZE, Endpoint.COMMIT, Endpoint.CANCEL, Endpoint.METERS)
			.flatMap((endpoint) -> this.gate.received(endpoint).stream())
			.forEach((request) -> {
				Matcher signature = SIGNATURE.matcher(String.valueOf(request.header("authorization")));
				assertThat(signature.find()).isTrue();
				this.signatures.add(signature.group(1));
			});
		assertThat(this.signatures).hasSizeGreaterThan(8);
	}

	private void assertThatNothingIsIn(String told) {
		byte[] bytes = Base64.getDecoder().decode(SECRET);
		List<String> hidden = new ArrayList<>(this.signatures);
		hidden.addAll(List.of(SECRET, SECRET.replace("=", ""), HexFormat.of().formatHex(bytes),
				HexFormat.of().withUpperCase().formatHex(bytes), HexFormat.ofDelimiter(":").formatHex(bytes),
				Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), Arrays.toString(bytes),
				new String(bytes, StandardCharsets.ISO_8859_1), new String(bytes, StandardCharsets.UTF_8)));
		List<String> lines = told.lines().toList();
		assertThat(hidden).allSatisfy((text) -> assertThat(lines).filteredOn((line) -> line.contains(text)).isEmpty());
	}

	private static String trace(Throwable failure) {
		assertThat(failure).isNotNull();
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	private static String read(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.ISO_8859_1);
	}

	private Path file() {
		return this.directory.resolve("usage.mv");
	}

	private ConfigurableApplicationContext start(Object baseUrl, String probe, String... further) {
		return new SpringApplicationBuilder(Desk.class).web(WebApplicationType.SERVLET)
			.run(StringUtils.concatenateStringArrays(arguments(baseUrl, probe), further));
	}

	private String[] arguments(Object baseUrl, String probe) {
		return new String[] { "--debug", "--trace", "--vluna.base-url=" + baseUrl,
				"--vluna.realm-id=" + this.gate.realmId(), "--vluna.service-key.id=pk-known",
				"--vluna.service-key.secret=" + SECRET, "--vluna.subject.principal=fixed:acme",
				"--vluna.subject.user=fixed:alice", "--vluna.retry.max-attempts=2", "--server.port=0",
				"--spring.security.user.name=op", "--spring.security.user.password=op",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always",
				"--logging.level.root=trace", "--vluna.delivery.file.path=" + file(),
				"--vluna.startup-probe.mode=" + probe };
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

		@BilledOperation(feature = "gold", quantity = "#result.length()")
		String gild(String text) {
			return text;
		}

		@BilledOperation(feature = "pen", quantity = "#result.length()")
		String breakOff(String text) {
			throw new WorkFailedException(text);
		}

	}

}
