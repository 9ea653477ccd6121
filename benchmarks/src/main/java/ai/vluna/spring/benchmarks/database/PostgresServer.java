package ai.vluna.spring.benchmarks.database;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL to measure with: one that is there, or a container.
 */
public final class PostgresServer implements AutoCloseable {

	private static final String URL = "benchmarks.postgres";

	private final String url;

	private final @Nullable PostgreSQLContainer container;

	private PostgresServer(String url, @Nullable PostgreSQLContainer container) {
		this.url = url;
		this.container = container;
	}

	/**
	 * Find a server.
	 * @return the one that a system property names, or a container, or {@code null} where
	 * there is no Docker either
	 */
	public static @Nullable PostgresServer find() {
		String given = System.getProperty(URL, "");
		if (!given.isEmpty()) {
			return new PostgresServer(given, null);
		}
		if (!DockerClientFactory.instance().isDockerAvailable()) {
			return null;
		}
		PostgreSQLContainer container = new PostgreSQLContainer("postgres:17-alpine");
		container.start();
		return new PostgresServer("%s&user=%s&password=%s".formatted(container.getJdbcUrl(), container.getUsername(),
				container.getPassword()), container);
	}

	/**
	 * Return the address.
	 * @return a URL with user and password
	 */
	public String url() {
		return this.url;
	}

	@Override
	public void close() {
		if (this.container != null) {
			this.container.stop();
		}
	}

}
