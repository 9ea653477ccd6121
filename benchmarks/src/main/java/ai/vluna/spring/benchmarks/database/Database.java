package ai.vluna.spring.benchmarks.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import ai.vluna.spring.delivery.jdbc.StoreTables;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The database of a process, with tables of its own.
 *
 * @param url its address
 * @param scratch where it lies, if it goes with the process
 */
public record Database(String url, Scratch scratch) implements AutoCloseable {

	/**
	 * The system property that says where the database is; without it is an H2 file that
	 * goes with the process.
	 */
	public static final String URL = "benchmarks.database";

	private static final String H2 = "store";

	/**
	 * The tables, whose name is nobody else's.
	 */
	public static final StoreTables TABLES = new StoreTables("vluna_benchmark_");

	/**
	 * Open the database of this process.
	 * @return the database, with empty tables
	 */
	public static Database open() {
		return open(System.getProperty(URL));
	}

	/**
	 * Open a database.
	 * @param url its address, or {@code null} for a new file of H2
	 * @return the database, with empty tables
	 */
	public static Database open(@Nullable String url) {
		Scratch scratch = new Scratch();
		Database database = new Database((url != null) ? url : h2(scratch), scratch);
		database.makeTables();
		return database;
	}

	private static String h2(Scratch scratch) {
		return "jdbc:h2:file:" + scratch.file(H2) + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
	}

	/**
	 * Return the file of H2.
	 * @return its path
	 */
	public Path h2File() {
		return this.scratch.file(H2 + ".mv.db");
	}

	private void makeTables() {
		try (HikariDataSource pool = pool(1)) {
			for (String table : new String[] { TABLES.settlements(), TABLES.deadSettlements(), TABLES.keys() }) {
				new JdbcTemplate(pool).execute("drop table if exists " + table);
			}
			DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(new ByteArrayResource(script(pool))), pool);
			StoreDatabase.of(pool).mend(pool, TABLES);
		}
	}

	private static byte[] script(DataSource dataSource) {
		try {
			return new DefaultResourceLoader().getResource(StoreDatabase.of(dataSource).schema())
				.getContentAsString(StandardCharsets.UTF_8)
				.replace(StoreTables.DEFAULT_PREFIX, TABLES.prefix())
				.getBytes(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connect.
	 * @param size the number of connections
	 * @return a pool
	 */
	public HikariDataSource pool(int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.url);
		config.setMaximumPoolSize(size);
		return new HikariDataSource(config);
	}

	@Override
	public void close() {
		this.scratch.close();
	}

}
