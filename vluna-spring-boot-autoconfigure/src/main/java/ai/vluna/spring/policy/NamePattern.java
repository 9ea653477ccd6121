package ai.vluna.spring.policy;

import java.util.Comparator;
import java.util.Locale;

import org.springframework.util.Assert;
import org.springframework.util.PatternMatchUtils;

/**
 * Which names does a rule hold for? A name, or a text in which each {@code *} stands for
 * any characters, or for none. Case does not matter.
 *
 * @param text the pattern, trimmed and in lower case
 * @since 0.1.0
 */
public record NamePattern(String text) {

	/**
	 * Orders the most specific first: a name before all patterns with a {@code *}, and
	 * among these the one with more characters besides.
	 */
	public static final Comparator<NamePattern> MOST_SPECIFIC_FIRST = Comparator
		.comparing((NamePattern pattern) -> !pattern.isExact())
		.thenComparing(Comparator.comparingLong(NamePattern::literals).reversed());

	/**
	 * Create a pattern.
	 * @param text a name, with any number of {@code *}
	 * @throws IllegalArgumentException if it is empty
	 */
	public NamePattern {
		Assert.hasText(text, "it is empty");
		text = text.strip().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return whether a name is meant.
	 * @param name the name
	 * @return whether the pattern matches
	 */
	public boolean matches(String name) {
		return PatternMatchUtils.simpleMatch(this.text, name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Return whether every name is meant.
	 * @return whether nothing is asked of a name
	 */
	public boolean matchesAll() {
		return literals() == 0;
	}

	/**
	 * Return whether one name is meant.
	 * @return whether the pattern has no {@code *}
	 */
	public boolean isExact() {
		return literals() == this.text.length();
	}

	private long literals() {
		return this.text.chars().filter((character) -> character != '*').count();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
