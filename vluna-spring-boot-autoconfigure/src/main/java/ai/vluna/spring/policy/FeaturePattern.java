package ai.vluna.spring.policy;

import java.util.Comparator;
import java.util.Locale;

import org.springframework.util.PatternMatchUtils;

/**
 * Which features does a rule hold for? The code of one feature, or a text in which each
 * {@code *} stands for any characters, dots included, or for none.
 *
 * @param text the pattern, as codes are: trimmed and in lower case
 * @since 0.1.0
 */
public record FeaturePattern(String text) {

	/**
	 * Orders the most specific first: the code of a feature before all patterns with a
	 * {@code *}, and among these the one with more characters besides.
	 */
	public static final Comparator<FeaturePattern> MOST_SPECIFIC_FIRST = Comparator.comparing(FeaturePattern::asName,
			NamePattern.MOST_SPECIFIC_FIRST);

	/**
	 * Create a pattern.
	 * @param text the code of a feature, with any number of {@code *}
	 * @throws IllegalArgumentException if no code of a feature can match
	 */
	public FeaturePattern {
		text = text.strip().toLowerCase(Locale.ROOT);
		if (!isPattern(text)) {
			throw new IllegalArgumentException(("it matches no feature: codes have 1 to %d characters of a-z, 0-9 "
					+ "and . _ / @ : - and start and end with a letter or digit, and '*' stands for any characters")
				.formatted(FeatureCode.MAX_LENGTH));
		}
	}

	/**
	 * Return whether a feature is meant.
	 * @param featureCode the normalised code of the feature
	 * @return whether the pattern matches
	 */
	public boolean matches(String featureCode) {
		return PatternMatchUtils.simpleMatch(this.text, featureCode);
	}

	/**
	 * Return whether every feature is meant.
	 * @return whether nothing is asked of a code
	 */
	public boolean matchesAll() {
		return asName().matchesAll();
	}

	private NamePattern asName() {
		return new NamePattern(this.text);
	}

	private static boolean isPattern(String text) {
		int length = text.length();
		return length > 0 && length <= FeatureCode.MAX_LENGTH && isEnd(text.charAt(0)) && isEnd(text.charAt(length - 1))
				&& text.chars().allMatch((character) -> character == '*' || FeatureCode.isAllowed((char) character));
	}

	private static boolean isEnd(char character) {
		return character == '*' || FeatureCode.isAlphanumeric(character);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
