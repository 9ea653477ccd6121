package ai.vluna.spring.policy;

import java.util.Locale;

/**
 * The gate's rule for codes of features, families and meters.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class FeatureCode {

	static final int MAX_LENGTH = 128;

	private FeatureCode() {
	}

	/**
	 * Return a code as the gate would normalise it.
	 * @param name what the code is called in messages
	 * @param code the code
	 * @return the code, trimmed and in lower case
	 * @throws IllegalArgumentException if the gate would refuse it
	 */
	public static String normalise(String name, String code) {
		String normalised = code.strip().toLowerCase(Locale.ROOT);
		int length = normalised.length();
		if (length == 0 || length > MAX_LENGTH || !isAlphanumeric(normalised.charAt(0))
				|| !isAlphanumeric(normalised.charAt(length - 1)) || !isCode(normalised)) {
			throw new IllegalArgumentException(("'%s' must be 1 to %d characters of a-z, 0-9 and . _ / @ : - "
					+ "that start and end with a letter or digit, but is '%s'")
				.formatted(name, MAX_LENGTH, code));
		}
		return normalised;
	}

	/**
	 * Return the code that comes nearest to a name: what no code may contain becomes
	 * {@code -}, what none may start or end with is left out.
	 * @param name the name
	 * @return the code
	 * @throws IllegalArgumentException if nothing is left of the name, or too much
	 */
	public static String ofName(String name) {
		StringBuilder code = new StringBuilder(name.strip().toLowerCase(Locale.ROOT));
		for (int i = 0; i < code.length(); i++) {
			if (!isAllowed(code.charAt(i))) {
				code.setCharAt(i, '-');
			}
		}
		int start = 0;
		int end = code.length();
		while (end > start && !isAlphanumeric(code.charAt(end - 1))) {
			end--;
		}
		while (start < end && !isAlphanumeric(code.charAt(start))) {
			start++;
		}
		if (end == start || end - start > MAX_LENGTH) {
			throw new IllegalArgumentException("'%s' has %d characters that a code may consist of, not 1 to %d"
				.formatted(name, end - start, MAX_LENGTH));
		}
		return code.substring(start, end);
	}

	/**
	 * Return whether a code may contain a character.
	 * @param character the character, in lower case
	 * @return whether it may stand somewhere between the ends
	 */
	static boolean isAllowed(char character) {
		return isAlphanumeric(character) || "._/@:-".indexOf(character) >= 0;
	}

	private static boolean isCode(String value) {
		for (int i = 0; i < value.length(); i++) {
			if (!isAllowed(value.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	static boolean isAlphanumeric(char character) {
		return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
	}

}
