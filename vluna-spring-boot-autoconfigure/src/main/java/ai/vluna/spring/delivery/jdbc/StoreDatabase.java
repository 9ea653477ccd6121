package ai.vluna.spring.delivery.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;

import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * A database that can keep settlements, and what is particular about it.
 *
 * @since 0.1.0
 */
public enum StoreDatabase {

	/**
	 * PostgreSQL.
	 */
	POSTGRESQL {

		@Override
		JdbcCustomization paced(Pace pace) {
			return new PacedPostgreSql(pace);
		}

		@Override
		String passOverKnown(String table, String known) {
			return "order by s.id on conflict do nothing";
		}

		@Override
		void requireDurability(JdbcTemplate jdbc) {
			// As durable as its operator wants it.
		}

		@Override
		public void makeTables(DataSource dataSource, Runnable script) {
			// Two that make the same table at once fail, "if not exists" or not.
			new JdbcTemplate(dataSource).execute((ConnectionCallback<Boolean>) (lock) -> {
				boolean autoCommit = lock.getAutoCommit();
				lock.setAutoCommit(false);
				try (Statement statement = lock.createStatement()) {
					statement.execute("select pg_advisory_xact_lock(%d)".formatted(MAKING_TABLES));
					script.run();
				}
				finally {
					lock.rollback();
					lock.setAutoCommit(autoCommit);
				}
				return true;
			});
		}

		@Override
		public void mend(DataSource dataSource, StoreTables tables) {
			// Nothing breaks when its clients end.
		}

		@Override
		public void checkUrl(String url) {
			// It ends when its operator wants it to.
		}

	},

	/**
	 * H2 in a file, which survives the end of the process but not a power loss.
	 */
	H2 {

		@Override
		JdbcCustomization paced(Pace pace) {
			return new PacedH2(pace);
		}

		@Override
		String passOverKnown(String table, String known) {
			return "and not exists (select 1 from %s where %s) order by s.id".formatted(table, known);
		}

		@Override
		void requireDurability(JdbcTemplate jdbc) {
			if (jdbc.queryForObject("select database_path()", String.class) == null) {
				throw new UnusableStoreException(
						"Usage was to be kept in an H2 database in memory, which ends with the process.",
						"Use a database that lasts, or leave 'vluna.delivery.store' out where nothing has to.");
			}
			List<String> delays = jdbc.queryForList(
					"select distinct setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'",
					String.class);
			if (!delays.equals(List.of("0"))) {
				throw new UnusableStoreException(
						"Usage was to be kept in an H2 database that acknowledges transactions before it writes them.",
						"Add ';WRITE_DELAY=0' to the URL of the database.");
			}
		}

		@Override
		public void makeTables(DataSource dataSource, Runnable script) {
			// H2 lets them wait for each other.
			script.run();
		}

		@Override
		public void mend(DataSource dataSource, StoreTables tables) {
			try (Connection connection = dataSource.getConnection()) {
				new H2Mending(tables).mend(connection);
			}
			catch (SQLException ex) {
				throw new UnusableStoreException(
						"The indexes of the tables that keep usage cannot be made: %s.".formatted(ex.getMessage()),
						"Let the user who connects to H2 own their schema, and nobody else use them meanwhile.");
			}
		}

		@Override
		public void checkUrl(String url) {
			if (!REMOTE_H2.matcher(url).lookingAt() && !OPEN_H2.matcher(url).find()) {
				throw new UnusableStoreException(
						"Usage was to be kept in an H2 database that closes as soon as the process is told to end, while "
								+ "billed work is still running.",
						"Add ';DB_CLOSE_ON_EXIT=FALSE' to the URL of the database.");
			}
		}

	};

	/**
	 * The number of a lock on PostgreSQL: the letters "vluna".
	 */
	private static final long MAKING_TABLES = 0x766c756e61L;

	/**
	 * In another process, which has an end of its own.
	 */
	private static final Pattern REMOTE_H2 = Pattern.compile("jdbc:h2:(tcp|ssl):");

	private static final Pattern OPEN_H2 = Pattern.compile(";\\s*DB_CLOSE_ON_EXIT\\s*=\\s*FALSE\\b",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Find out which database it is.
	 * @param dataSource connects to it
	 * @return the database
	 * @throws UnusableStoreException if it is one that this library has no tables for
	 */
	public static StoreDatabase of(DataSource dataSource) {
		String product;
		try {
			product = JdbcUtils.extractDatabaseMetaData(dataSource, (metaData) -> metaData.getDatabaseProductName());
		}
		catch (MetaDataAccessException ex) {
			throw new IllegalStateException("The database that is to keep usage does not answer", ex);
		}
		return switch (product) {
			case "PostgreSQL" -> POSTGRESQL;
			case "H2" -> H2;
			default -> throw new UnusableStoreException("Usage cannot be kept in a %s database.".formatted(product),
					"Declare a @VlunaDataSource bean that connects to PostgreSQL, or set 'vluna.delivery.store=file'.");
		};
	}

	/**
	 * Return the script that makes the tables.
	 * @return a location on the class path
	 */
	public String schema() {
		return "classpath:ai/vluna/spring/delivery/jdbc/schema-%s.sql".formatted(name().toLowerCase(Locale.ROOT));
	}

	/**
	 * Run the script while no other instance does. Blocks until they have. Takes a
	 * connection besides that of the script.
	 * @param dataSource connects to the database
	 * @param script runs the script, in no transaction, so that it never holds the locks
	 * of two tables that others write to
	 */
	public abstract void makeTables(DataSource dataSource, Runnable script);

	/**
	 * Check that what this database acknowledges survives the process, and that it has
	 * the tables.
	 * @param dataSource connects to it
	 * @param tables the tables
	 * @throws UnusableStoreException if not
	 */
	public void check(DataSource dataSource, StoreTables tables) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		requireDurability(jdbc);
		for (String table : List.of(tables.settlements(), tables.deadSettlements(), tables.keys())) {
			try {
				jdbc.queryForList("select * from %s where 1 = 0".formatted(table));
			}
			catch (BadSqlGrammarException ex) {
				throw new UnusableStoreException(
						"The table '%s', in which usage is kept, does not exist.".formatted(table),
						"Run '%s', for instance as a migration, or set 'vluna.delivery.jdbc.initialize-schema=always'."
							.formatted(schema()));
			}
		}
	}

	/**
	 * Check that it is open until the application has closed it. No connection tells.
	 * @param url where the application connects to
	 * @throws UnusableStoreException if not
	 */
	public abstract void checkUrl(String url);

	/**
	 * Mend what the end of a process may have broken in the tables, and make what they
	 * need besides. To be called before they are used, by each instance. Blocks.
	 * @param dataSource connects to it
	 * @param tables the tables
	 * @throws UnusableStoreException if they cannot be mended
	 */
	public abstract void mend(DataSource dataSource, StoreTables tables);

	abstract JdbcCustomization paced(Pace pace);

	/**
	 * Return how an insertion ends that selects rows and passes over known ones.
	 * @param table where it inserts
	 * @param known which of its rows are that of {@code s.id}
	 * @return the rest of its condition, and its order
	 */
	abstract String passOverKnown(String table, String known);

	abstract void requireDurability(JdbcTemplate jdbc);

}
