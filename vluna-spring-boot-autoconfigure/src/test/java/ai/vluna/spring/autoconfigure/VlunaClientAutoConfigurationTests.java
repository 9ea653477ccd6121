package ai.vluna.spring.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.http.VlunaConnections;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.Envelope;
import ai.vluna.spring.client.protocol.ErrorEnvelope;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.MeterLine;
import ai.vluna.spring.client.protocol.MetersQuery;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaClientAutoConfiguration}.
 */
class VlunaClientAutoConfigurationTests {

	private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class));

	private final ApplicationContextRunner configured = this.runner.withPropertyValues(
			"vluna.base-url=http://localhost:3002/mgt/v1", "vluna.realm-id=realm-default", "vluna.service-key.id=pk-1",
			"vluna.service-key.secret=" + SECRET);

	@Test
	void offersAClientOnceTheConnectionIsConfigured() {
		this.configured.run((context) -> {
			assertThat(context).hasSingleBean(VlunaClient.class).hasSingleBean(VlunaConnections.class);
			VlunaConnectionDetails details = context.getBean(VlunaConnectionDetails.class);
			assertThat(details.getBaseUrl()).isEqualTo(URI.create("http://localhost:3002/mgt/v1"));
			assertThat(details.getRealmId()).isEqualTo("realm-default");
			assertThat(details.getServiceKeyId()).isEqualTo("pk-1");
			assertThat(details.getServiceKeySecret()).isEqualTo(SECRET);
		});
	}

	@Test
	void namesEveryMissingPropertyWithALineToPaste() {
		this.runner.withPropertyValues("vluna.realm-id=realm-default").run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = rootOf(context.getStartupFailure());
			assertThat(cause).isInstanceOf(MissingVlunaPropertiesException.class);
			FailureAnalysis analysis = new MissingVlunaPropertiesFailureAnalyzer().analyze(cause);
			assertThat(analysis.getDescription())
				.contains("vluna.base-url", "vluna.service-key.id", "vluna.service-key.secret")
				.doesNotContain("vluna.realm-id");
			assertThat(analysis.getAction()).contains("vluna.base-url=https://", "vluna.service-key.id=pk-",
					"vluna.enabled=false");
		});
	}

	@Test
	void refusesAnAddressThatIsNotTheServiceApi() {
		for (String url : List.of("http://localhost:3002", "ftp://localhost/mgt/v1", "localhost:3002/mgt/v1",
				"http://localhost:3002/api/v1", "http://localhost:3002/mgt/v1?x=1", "http://me:pw@localhost/mgt/v1",
				"http://localhost/mgt/v1#x")) {
			this.configured.withPropertyValues("vluna.base-url=" + url)
				.run((context) -> assertThat(rootOf(context.getStartupFailure())).as(url)
					.isInstanceOf(UnusableBaseUrlException.class)
					.hasMessageContaining("vluna.base-url")
					.satisfies((ex) -> assertThat(new UnusableBaseUrlFailureAnalyzer().analyze(ex).getAction())
						.contains("/mgt/v1")));
		}
	}

	@Test
	void refusesAnAddressWithCredentialsWithoutShowingThem() {
		for (String url : List.of("http://me:geheim@localhost/mgt/v1", "http://me:ge%heim@localhost/mgt/v1",
				"http://me:geheim^@localhost/mgt/v1", "me:geheim@localhost/mgt/v1",
				"http://me:geheim/x@localhost/mgt/v1", "http://localhost/mgt/v1?token=geheim",
				"http://localhost/mgt/v1#geheim")) {
			this.configured.withPropertyValues("vluna.base-url=" + url).run((context) -> {
				Throwable cause = rootOf(context.getStartupFailure());
				assertThat(context.getStartupFailure()).as(url).hasStackTraceContaining("vluna.base-url");
				StringWriter trace = new StringWriter();
				context.getStartupFailure().printStackTrace(new PrintWriter(trace));
				FailureAnalysis analysis = new UnusableBaseUrlFailureAnalyzer().analyze(cause);
				assertThat(trace + analysis.getDescription() + analysis.getAction()).contains("localhost")
					.doesNotContain("geheim")
					.doesNotContain("heim@");
			});
		}
	}

	@Test
	void refusesASecretThatIsNotBase64WithoutShowingIt() {
		this.configured.withPropertyValues("vluna.service-key.secret=not+base64!")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.isInstanceOf(UnusableServiceKeyException.class)
				.hasMessage("Unusable 'vluna.service-key': 'secret' must be base64 encoded"));
	}

	@Test
	void refusesARealmThatNoHeaderCanCarry() {
		this.configured.withPropertyValues("vluna.realm-id=mein Bereich")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("vluna.realm-id")
				.hasMessageContaining("printable ASCII"));
	}

	@Test
	void connectionDetailsWinOverProperties() {
		this.runner.withUserConfiguration(OwnDetails.class).run((context) -> {
			assertThat(context).hasSingleBean(VlunaClient.class);
			assertThat(context.getBean(VlunaConnectionDetails.class).getRealmId()).isEqualTo("own");
		});
	}

	@Test
	void takesTheTraceAsTheRequestId() {
		this.configured.withBean(SimpleTracer.class).run((context) -> {
			SimpleTracer tracer = context.getBean(SimpleTracer.class);
			SimpleSpan span = tracer.nextSpan();
			span.context().setTraceId("0af7651916cd43dd8448eb211c80319c");
			try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
				assertThat(scope).isNotNull();
				assertThat(requestId(context)).isEqualTo("0af7651916cd43dd8448eb211c80319c");
			}
			assertThat(requestId(context)).matches("[0-9a-f]{32}").isNotEqualTo(requestId(context));
		});
	}

	@Test
	void makesRequestIdsWithoutATracer() {
		this.configured.run((context) -> assertThat(requestId(context)).matches("[0-9a-f]{32}"));
		this.configured.withClassLoader(new FilteredClassLoader(Tracer.class))
			.run((context) -> assertThat(requestId(context)).matches("[0-9a-f]{32}"));
	}

	private static String requestId(ApplicationContext context) {
		return context.getBean(VlunaClient.class)
			.gate()
			.meters(CallContext.ofUser("acme", "alice"), MetersQuery.pricesOf(List.of()))
			.context()
			.requestId();
	}

	@Test
	void clientBacksOff() {
		this.configured.withBean("own", VlunaClient.class, () -> mock(VlunaClient.class)).run((context) -> {
			assertThat(context).hasSingleBean(VlunaClient.class).hasBean("own");
			assertThat(context).doesNotHaveBean(VlunaConnections.class);
		});
	}

	@Test
	void doesNothingWithoutWebClient() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VlunaClient.class));
	}

	@Test
	void doesNothingWhenSwitchedOff() {
		this.runner.withPropertyValues("vluna.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(VlunaClient.class)
				.doesNotHaveBean(VlunaConnectionDetails.class));
	}

	@Test
	void customizersHaveTheLastWordInOrderAndOnlyAboutThisClient() {
		this.configured.withUserConfiguration(OrderedCustomizers.class).run((context) -> {
			assertThat(context.getBean(OrderedCustomizers.class).called).containsExactly("first", "second");
			WebClient.Builder others = context.getBean(WebClient.Builder.class);
			assertThat(context.getBean(OrderedCustomizers.class).builders).doesNotContain(others);
		});
	}

	@Test
	void connectionPropertiesAreChecked() {
		this.configured.withPropertyValues("vluna.connection.max-idle-time=72s")
			.run((context) -> assertThat(rootOf(context.getStartupFailure())).hasMessageContaining("72"));
		this.configured.withPropertyValues("vluna.ssl.bundle=absent").run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void secretIsInNoTextOfTheProperties() {
		this.configured.run((context) -> {
			VlunaProperties properties = context.getBean(VlunaProperties.class);
			assertThat(properties.toString()).contains("pk-1").doesNotContain(SECRET);
			assertThat(context.getBean(VlunaConnectionDetails.class).toString()).doesNotContain(SECRET);
			assertThat(properties.connection().responseTimeout()).isEqualTo(Duration.ofSeconds(5));
		});
	}

	@Test
	void aRotatedKeyIsUsedWithoutARestart() {
		Rotating details = new Rotating();
		RotatingServiceKey supplier = new RotatingServiceKey(details);
		assertThat(supplier.get().id()).isEqualTo("pk-1");
		assertThat(supplier.get()).isSameAs(supplier.get());
		details.id = "pk-2";
		assertThat(supplier.get().id()).isEqualTo("pk-2");
	}

	@Test
	void whatIsSentAndStoredIsKnownToANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new VlunaRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(List.of(AuthorizeRequest.class, CommitRequest.class, MeterLine.class, CancelRequest.class,
				IngestRequest.class, Envelope.class, ErrorEnvelope.class, AuthorizeResult.class, CommitResult.class,
				CommitResult.Provenance.class, CancelResult.class, PendingSettlement.class, DeadSettlement.class))
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints));
	}

	@Test
	void scriptsAreKnownToANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new VlunaRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource("ai/vluna/spring/delivery/jdbc/schema-postgresql.sql"))
			.accepts(hints);
	}

	private static Throwable rootOf(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	private static final class Rotating implements VlunaConnectionDetails {

		private String id = "pk-1";

		@Override
		public URI getBaseUrl() {
			return URI.create("http://localhost:3002/mgt/v1");
		}

		@Override
		public String getRealmId() {
			return "own";
		}

		@Override
		public String getServiceKeyId() {
			return this.id;
		}

		@Override
		public String getServiceKeySecret() {
			return SECRET;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		VlunaConnectionDetails ownDetails() {
			return new Rotating();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrderedCustomizers {

		private final List<String> called = new ArrayList<>();

		private final List<WebClient.Builder> builders = new ArrayList<>();

		@Bean
		@Order(2)
		VlunaWebClientCustomizer second() {
			return (builder) -> record("second", builder);
		}

		@Bean
		@Order(1)
		VlunaWebClientCustomizer first() {
			return (builder) -> record("first", builder);
		}

		private void record(String name, WebClient.Builder builder) {
			this.called.add(name);
			this.builders.add(builder);
		}

	}

}
