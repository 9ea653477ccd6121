package ai.vluna.spring.autoconfigure;

import java.net.URI;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.http.ConnectionSettings;
import ai.vluna.spring.client.http.RetrySettings;
import ai.vluna.spring.client.http.TraceIds;
import ai.vluna.spring.client.http.VlunaClientBuilder;
import ai.vluna.spring.client.http.VlunaClientSettings;
import ai.vluna.spring.client.http.VlunaConnections;
import ai.vluna.spring.client.signing.ServiceKey;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for the client that talks to Vluna.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebClientAutoConfiguration.class)
@ConditionalOnClass({ WebClient.class, HttpClient.class, ClientHttpConnectorBuilder.class })
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VlunaProperties.class)
@ImportRuntimeHints(VlunaRuntimeHints.class)
@Import(GateCircuitConfiguration.class)
public final class VlunaClientAutoConfiguration {

	private static final String SERVICE_PATH = "/mgt/v1";

	private static final Pattern REALM = Pattern.compile("[!-~]+");

	VlunaClientAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	VlunaConnectionDetails vlunaConnectionDetails(VlunaProperties properties) {
		return PropertiesVlunaConnectionDetails.of(properties);
	}

	@Bean
	@ConditionalOnMissingBean(VlunaClient.class)
	VlunaConnections vlunaConnections(VlunaProperties properties) {
		VlunaProperties.Connection connection = properties.connection();
		return new VlunaConnections(new ConnectionSettings(connection.connectTimeout(), connection.maxConnections(),
				connection.pendingAcquireTimeout(), connection.maxIdleTime()));
	}

	@Bean
	@ConditionalOnMissingBean
	VlunaClient vlunaClient(VlunaProperties properties, VlunaConnectionDetails details, VlunaConnections connections,
			ObjectProvider<WebClient.Builder> webClientBuilder, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<VlunaWebClientCustomizer> customizers, ObjectProvider<OptionalPart> parts) {
		WebClient.Builder builder = webClientBuilder.getIfAvailable(WebClient::builder)
			.clone()
			.clientConnector(connectorOf(properties, connections, sslBundles));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		VlunaClientBuilder client = new VlunaClientBuilder(builder, settingsOf(properties, details),
				serviceKeyOf(details));
		parts.orderedStream().forEach((part) -> part.addTo(client));
		return client.build();
	}

	private static ClientHttpConnector connectorOf(VlunaProperties properties, VlunaConnections connections,
			ObjectProvider<SslBundles> sslBundles) {
		HttpClient client = throughProxy(connections.httpClient(), properties.connection().proxy());
		HttpClientSettings settings = HttpClientSettings.defaults()
			.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withSslBundle(sslBundleOf(properties, sslBundles));
		return ClientHttpConnectorBuilder.reactor()
			.withoutHttpClientDefaults()
			.withHttpClientFactory(() -> client)
			.build(settings);
	}

	private static HttpClient throughProxy(HttpClient client, VlunaProperties.Proxy proxy) {
		String host = proxy.host();
		return (host != null)
				? client.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP).host(host).port(proxy.port())) : client;
	}

	private static @Nullable SslBundle sslBundleOf(VlunaProperties properties, ObjectProvider<SslBundles> sslBundles) {
		String name = properties.ssl().bundle();
		return StringUtils.hasText(name) ? sslBundles.getObject().getBundle(name) : null;
	}

	private static VlunaClientSettings settingsOf(VlunaProperties properties, VlunaConnectionDetails details) {
		VlunaProperties.Connection connection = properties.connection();
		VlunaProperties.Retry retry = properties.retry();
		return new VlunaClientSettings(requireServiceUrl(details.getBaseUrl()), requireRealm(details.getRealmId()),
				connection.responseTimeout(), connection.callTimeout(),
				new RetrySettings(retry.maxAttempts(), retry.minBackoff(), retry.maxBackoff()));
	}

	private static URI requireServiceUrl(URI baseUrl) {
		String path = StringUtils.trimTrailingCharacter(String.valueOf(baseUrl.getPath()), '/');
		boolean http = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
		boolean bare = baseUrl.getUserInfo() == null && baseUrl.getQuery() == null && baseUrl.getFragment() == null;
		if (!http || baseUrl.getHost() == null || !path.endsWith(SERVICE_PATH) || !bare) {
			throw new UnusableBaseUrlException(baseUrl.toString());
		}
		return baseUrl;
	}

	private static String requireRealm(String realmId) {
		if (!REALM.matcher(realmId).matches()) {
			throw new InvalidConfigurationPropertyValueException("vluna.realm-id", realmId,
					"It must be the realm's id as Vluna shows it: printable ASCII characters without blanks.");
		}
		return realmId;
	}

	private static Supplier<ServiceKey> serviceKeyOf(VlunaConnectionDetails details) {
		try {
			return new RotatingServiceKey(details);
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableServiceKeyException(String.valueOf(ex.getMessage()));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	static class TracingConfiguration {

		@Bean
		OptionalPart vlunaTraceIds(ObjectProvider<Tracer> tracer) {
			return (client) -> tracer.ifUnique((unique) -> client.requestIds(new TraceIds(unique)));
		}

	}

	/**
	 * What the client has only where its class is there. Keeps the optional types out of
	 * signatures.
	 */
	@FunctionalInterface
	interface OptionalPart {

		void addTo(VlunaClientBuilder client);

	}

}
