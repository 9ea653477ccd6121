package ai.vluna.spring.delivery.jdbc;

import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * What the tables of the store are called.
 *
 * @param prefix what all their names begin with
 * @since 0.1.0
 */
public record StoreTables(String prefix) {

	/**
	 * The prefix in the scripts that make the tables.
	 */
	public static final String DEFAULT_PREFIX = "vluna_";

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,24}");

	/**
	 * Name the tables.
	 * @param prefix what all their names begin with
	 */
	public StoreTables {
		Assert.isTrue(isPrefix(prefix), "'prefix' must be the beginning of an unquoted name of at most 25 characters");
	}

	/**
	 * Return whether names of tables may begin so.
	 * @param prefix what all their names would begin with
	 * @return whether that needs no quotes and leaves room for the rest
	 */
	public static boolean isPrefix(String prefix) {
		return NAME.matcher(prefix).matches();
	}

	/**
	 * Return where settlements wait to be sent.
	 * @return the table whose rows db-scheduler claims
	 */
	public String settlements() {
		return this.prefix + "settlement";
	}

	/**
	 * Return where settlements wait for an operator.
	 * @return the name of the table
	 */
	public String deadSettlements() {
		return this.prefix + "dead_settlement";
	}

	/**
	 * Return where the keys that callers supplied are remembered.
	 * @return the name of the table
	 */
	public String keys() {
		return this.prefix + "caller_key";
	}

}
