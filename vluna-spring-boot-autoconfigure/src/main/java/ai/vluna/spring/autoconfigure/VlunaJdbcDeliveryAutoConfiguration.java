package ai.vluna.spring.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.delivery.jdbc.JdbcKeyMemory;
import ai.vluna.spring.delivery.jdbc.JdbcSettlementStore;
import ai.vluna.spring.delivery.jdbc.JdbcStoreSettings;
import ai.vluna.spring.delivery.jdbc.StoreTables;
import ai.vluna.spring.delivery.jdbc.UnusableStoreException;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import com.github.kagkarlsson.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.AlternativeJdkIdGenerator;

/**
 * Auto-configuration for usage that is kept in the application's database.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { VlunaClientAutoConfiguration.class, DataSourceAutoConfiguration.class,
				JndiDataSourceAutoConfiguration.class, XADataSourceAutoConfiguration.class },
		before = { VlunaDeliveryAutoConfiguration.class, VlunaGateAutoConfiguration.class })
@ConditionalOnClass({ Scheduler.class, DataSourceScriptDatabaseInitializer.class })
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "vluna.delivery.store", havingValue = "jdbc")
@ConditionalOnBean(VlunaClient.class)
@ConditionalOnMissingBean(SettlementStore.class)
@EnableConfigurationProperties(VlunaJdbcDeliveryProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class VlunaJdbcDeliveryAutoConfiguration {

	/**
	 * How long an instance may be silent before its callers' keys are given up.
	 */
	private static final Duration KEY_LEASE = Duration.ofMinutes(1);

	/**
	 * What a sender gets besides the time of a request, to leave the limit to the client.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private final String instance = new AlternativeJdkIdGenerator().generateId().toString();

	VlunaJdbcDeliveryAutoConfiguration() {
	}

	@Bean
	SettlementConnections vlunaSettlementConnections(DeliverySettings settings, VlunaJdbcDeliveryProperties jdbc,
			@VlunaDataSource ObjectProvider<DataSource> own, ObjectProvider<DataSource> application,
			ObjectProvider<JdbcConnectionDetails> details) {
		DataSource dataSource = own.getIfAvailable();
		DataSource shared = application.getIfUnique();
		if (dataSource != null) {
			requireNotShared(dataSource, shared);
			return SettlementConnections.borrowed(dataSource);
		}
		if (shared == null) {
			throw new UnusableStoreException("Usage is to be kept in a database, but there is not one DataSource.",
					"Set 'spring.datasource.url', or mark one of several DataSource beans as @Primary, or declare a "
							+ "pool of at least two connections as a @VlunaDataSource bean.");
		}
		require(jdbc.poolSize() > settings.writing().threads(), "pool-size", jdbc.poolSize(),
				"Sending needs a connection besides those of 'vluna.delivery.writing.threads'.");
		return SettlementPools.beside(shared, details.getIfUnique(), jdbc.poolSize(), settings.writing().timeout());
	}

	@Bean
	StoreTables vlunaStoreTables(VlunaJdbcDeliveryProperties jdbc) {
		require(StoreTables.isPrefix(jdbc.tablePrefix()), "table-prefix", jdbc.tablePrefix(),
				"It must be the beginning of a name that needs no quotes.");
		return new StoreTables(jdbc.tablePrefix());
	}

	@Bean
	SettlementSchemaInitializer vlunaSettlementSchemaInitializer(SettlementConnections connections, StoreTables tables,
			VlunaJdbcDeliveryProperties jdbc) {
		return new SettlementSchemaInitializer(connections, tables, jdbc.initializeSchema());
	}

	@Bean
	@DependsOnDatabaseInitialization
	JdbcSettlementStore vlunaSettlementStore(VlunaProperties properties, DeliverySettings delivery,
			VlunaJdbcDeliveryProperties jdbc, SettlementConnections connections, StoreTables tables) {
		connections.prepare(tables);
		requirePositive("poll-interval", jdbc.pollInterval());
		requirePositive("heartbeat-interval", jdbc.heartbeatInterval());
		JdbcStoreSettings settings = new JdbcStoreSettings(delivery.concurrency(), delivery.backoff(),
				jdbc.pollInterval(), jdbc.heartbeatInterval(), properties.connection().callTimeout().plus(MARGIN),
				delivery.stopTimeout());
		return new JdbcSettlementStore(connections.dataSource(), connections.database(), tables, settings,
				this.instance, Clock.systemUTC());
	}

	@Bean
	@DependsOnDatabaseInitialization
	@ConditionalOnMissingBean(KeyMemory.class)
	JdbcKeyMemory vlunaKeyMemory(VlunaProperties properties, DeliverySettings delivery,
			SettlementConnections connections, StoreTables tables) {
		connections.prepare(tables);
		return new JdbcKeyMemory(connections.dataSource(), tables, properties.inboundIdempotency().retention(),
				KEY_LEASE, delivery.writing().timeout(), this.instance, Clock.systemUTC());
	}

	private static void requireNotShared(DataSource dataSource, @Nullable DataSource shared) {
		if (shared != null && SettlementPools.areSame(dataSource, shared)) {
			throw new UnusableStoreException(
					"The pool that is marked as @VlunaDataSource is the application's own: callers that hold its "
							+ "connections while their usage waits for one would wait for ever.",
					"Leave the mark out, which makes a small pool beside the application's, or put it on a pool that "
							+ "nothing else uses, declared with 'defaultCandidate = false'.");
		}
	}

	private static void requirePositive(String name, Duration value) {
		require(value.toMillis() > 0, name, value, "It must be at least a millisecond.");
	}

	private static void require(boolean condition, String name, Object value, String reason) {
		if (!condition) {
			throw new InvalidConfigurationPropertyValueException("vluna.delivery.jdbc." + name, value, reason);
		}
	}

}
