package ai.vluna.spring.test.gate.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * Reads a quantity as JavaScript's {@code Number()} does, loss of precision included.
 *
 * @since 0.1.0
 */
public final class JavaScriptNumber {

	/**
	 * What any quantity from 2^63 on becomes: more than a database column holds.
	 */
	public static final long BEYOND_BIGINT = Long.MAX_VALUE;

	/**
	 * The largest number that JavaScript holds exactly.
	 */
	public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

	private static final BigDecimal FIRST_EXPONENTIAL = BigDecimal.TEN.pow(21);

	// Possessive: a megabyte of digits must not be tried in every way to split it.
	private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)(e[+-]?\\d++)?");

	private static final Pattern RADIX = Pattern.compile("0(x[0-9a-f]++|o[0-7]++|b[01]++)");

	// Binary digits beyond which a number is infinite in JavaScript.
	private static final int LONGEST_FINITE = 1024;

	private JavaScriptNumber() {
	}

	/**
	 * Reads a quantity. Nothing at all is zero, fractions are cut off.
	 * @param value the JSON value
	 * @param field the name used in a refusal
	 * @return the quantity, {@link #BEYOND_BIGINT} if it is too large
	 */
	public static long quantity(JsonNode value, String field) {
		double number = number(value);
		if (!Double.isFinite(number)) {
			throw Refusal.invalid(field + " must be a number or numeric string");
		}
		if (number < 0) {
			throw Refusal.invalid(field + " must be greater than or equal to 0");
		}
		return (long) number;
	}

	/**
	 * Writes a quantity as JavaScript's {@code String()} does.
	 * @param value the JSON value
	 * @return the digits, with an exponent from 10^21 on
	 */
	public static String text(JsonNode value) {
		BigDecimal number = new BigDecimal(Math.floor(number(value)));
		if (number.compareTo(FIRST_EXPONENTIAL) < 0) {
			return number.toPlainString();
		}
		String[] parts = Double.toString(number.doubleValue()).split("E");
		return parts[0].replaceFirst("\\.0$", "") + "e+" + parts[1];
	}

	private static double number(JsonNode value) {
		if (value.isMissingNode() || value.isNull()) {
			return 0;
		}
		if (value.isNumber()) {
			return value.doubleValue();
		}
		return (value.isString()) ? number(value.stringValue().strip().toLowerCase(Locale.ROOT)) : Double.NaN;
	}

	private static double number(String text) {
		if (text.isEmpty()) {
			return 0;
		}
		if (RADIX.matcher(text).matches()) {
			int radix = switch (text.charAt(1)) {
				case 'x' -> 16;
				case 'o' -> 8;
				default -> 2;
			};
			String digits = text.substring(2).replaceFirst("^0+(?=.)", "");
			return (digits.length() > LONGEST_FINITE) ? Double.POSITIVE_INFINITY
					: new BigInteger(digits, radix).doubleValue();
		}
		return (DECIMAL.matcher(text).matches()) ? Double.parseDouble(text) : Double.NaN;
	}

}
