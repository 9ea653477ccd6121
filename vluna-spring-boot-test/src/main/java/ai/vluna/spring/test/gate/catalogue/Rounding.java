package ai.vluna.spring.test.gate.catalogue;

import java.util.Locale;

/**
 * What happens to a quantity that does not fill a whole block of a price.
 *
 * @since 0.1.0
 */
public enum Rounding {

	/**
	 * A started block is charged in full.
	 */
	CEIL,

	/**
	 * A started block is free now, its remainder is carried to the next commit.
	 */
	FLOOR,

	/**
	 * A started block is charged from its half on.
	 */
	ROUND;

	/**
	 * Returns the name used on the wire.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
