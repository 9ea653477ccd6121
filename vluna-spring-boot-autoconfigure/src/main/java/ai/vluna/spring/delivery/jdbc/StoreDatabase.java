package ai.vluna.spring.delivery.jdbc;

import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;

import org.springframework.jdbc.BadSqlGrammarException;
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
	POSTGRESQL("bytea") {

		@Override
		JdbcCustomization paced(Pace pace) {
			return new PacedPostgreSql(pace);
		}

		@Override
		void requireDurability(JdbcTemplate jdbc) {
			// As durable as its operator wants it.
		}

	},

	/**
	 * H2 in a file, which survives the end of the process but not a power loss.
	 */
	H2("blob") {

		@Override
		JdbcCustomization paced(Pace pace) {
			return new PacedH2(pace);
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

	};

	private final String binaryType;

	StoreDatabase(String binaryType) {
		this.binaryType = binaryType;
	}

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

	abstract JdbcCustomization paced(Pace pace);

	abstract void requireDurability(JdbcTemplate jdbc);

	String binaryType() {
		return this.binaryType;
	}

}
