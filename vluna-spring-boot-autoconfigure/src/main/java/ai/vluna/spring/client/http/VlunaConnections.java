package ai.vluna.spring.client.http;

import io.netty.channel.ChannelOption;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The connections to the gate, a pool of their own whatever pool the application uses for
 * other calls. Signed requests follow no redirect, since the signature holds for one
 * path.
 * <p>
 * Closing ends idle connections at once, and one in use when its call is done.
 *
 * @since 0.1.0
 */
public final class VlunaConnections implements AutoCloseable {

	private static final int UNLIMITED = -1;

	private final ConnectionProvider provider;

	private final HttpClient httpClient;

	/**
	 * Create a pool. No connection is opened before the first call.
	 * @param settings the settings
	 */
	public VlunaConnections(ConnectionSettings settings) {
		this.provider = ConnectionProvider.builder("vluna")
			.maxConnections(settings.maxConnections())
			.maxIdleTime(settings.maxIdleTime())
			.pendingAcquireTimeout(settings.pendingAcquireTimeout())
			// The timeout bounds the queue; a bounded length would fail a burst at once.
			.pendingAcquireMaxCount(UNLIMITED)
			.build();
		this.httpClient = HttpClient.create(this.provider)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connectTimeout().toMillis()))
			.followRedirect(false)
			.compress(false);
	}

	/**
	 * Return the HTTP client that uses these connections, to be refined with TLS or a
	 * proxy and wrapped in a connector.
	 * @return the HTTP client
	 */
	public HttpClient httpClient() {
		return this.httpClient;
	}

	@Override
	public void close() {
		this.provider.dispose();
	}

}
