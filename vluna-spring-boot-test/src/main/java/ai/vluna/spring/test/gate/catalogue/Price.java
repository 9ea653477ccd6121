package ai.vluna.spring.test.gate.catalogue;

/**
 * What a meter costs: an amount for each block of units.
 *
 * @param xusd the amount of XUSD for one block
 * @param perUnits the number of minor units in a block
 * @param rounding what happens to a block that is not full
 * @since 0.1.0
 */
public record Price(long xusd, long perUnits, Rounding rounding) {

	public Price {
		if (xusd < 0 || perUnits < 1) {
			throw new IllegalArgumentException("A price needs 'xusd' >= 0 and 'perUnits' >= 1");
		}
	}

	/**
	 * Creates a price for each single unit.
	 * @param xusd the amount of XUSD for one unit
	 * @return the price
	 */
	public static Price of(long xusd) {
		return new Price(xusd, 1, Rounding.CEIL);
	}

	/**
	 * Returns this price for a block of units.
	 * @param units the number of minor units in a block
	 * @return the changed price
	 */
	public Price per(long units) {
		return new Price(this.xusd, units, this.rounding);
	}

	/**
	 * Returns this price with another rounding.
	 * @param rounding what happens to a block that is not full
	 * @return the changed price
	 */
	public Price rounded(Rounding rounding) {
		return new Price(this.xusd, this.perUnits, rounding);
	}

}
