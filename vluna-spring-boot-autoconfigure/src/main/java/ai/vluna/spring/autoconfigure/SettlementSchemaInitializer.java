package ai.vluna.spring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import ai.vluna.spring.delivery.jdbc.StoreTables;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Makes the tables of the store where they are missing, after whatever else initialises
 * the database.
 */
final class SettlementSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private final DataSource connections;

	private final StoreDatabase database;

	private final StoreTables tables;

	SettlementSchemaInitializer(SettlementConnections connections, StoreTables tables,
			DatabaseInitializationMode mode) {
		super(connections.dataSource(), settings(connections.database(), mode));
		this.connections = connections.dataSource();
		this.database = connections.database();
		this.tables = tables;
	}

	private static DatabaseInitializationSettings settings(StoreDatabase database, DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of(database.schema()));
		settings.setMode(mode);
		settings.setEncoding(StandardCharsets.UTF_8);
		return settings;
	}

	/**
	 * An H2 file is as much the application's own as one in memory, which no usage is
	 * kept in.
	 */
	@Override
	protected boolean isEmbeddedDatabase() {
		return this.database == StoreDatabase.H2;
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> prefixed = new ArrayList<>();
		scripts.forEach((script) -> prefixed.add(prefixed(script)));
		Scripts ours = new Scripts(prefixed).separator(scripts.getSeparator()).encoding(scripts.getEncoding());
		this.database.makeTables(this.connections, () -> super.runScripts(ours));
	}

	private Resource prefixed(Resource script) {
		try {
			String text = script.getContentAsString(StandardCharsets.UTF_8)
				.replace(StoreTables.DEFAULT_PREFIX, this.tables.prefix());
			return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
