package ai.vluna.spring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Properties of usage that is kept in a database. Bound by Spring Boot, not meant to be
 * constructed.
 *
 * @param tablePrefix Beginning of the names of all tables.
 * @param initializeSchema When to create the tables at start-up; an H2 file counts as
 * embedded.
 * @param poolSize Number of connections for writing and sending, besides those of the
 * application. A VlunaDataSource bean brings its own.
 * @param pollInterval Interval of looking for usage that other instances wrote or that is
 * to be sent again.
 * @param heartbeatInterval Interval in which this instance says that it is alive. After
 * four that it missed, others send what it had claimed.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna.delivery.jdbc")
public record VlunaJdbcDeliveryProperties(@DefaultValue("vluna_") String tablePrefix,
		@DefaultValue("embedded") DatabaseInitializationMode initializeSchema, @DefaultValue("4") int poolSize,
		@DefaultValue("1s") Duration pollInterval, @DefaultValue("30s") Duration heartbeatInterval) {

}
