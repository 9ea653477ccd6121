package ai.vluna.spring.model;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.vluna.spring.policy.FeatureCode;

/**
 * Makes the code of a feature of names, such as {@code {provider}.{model}}.
 */
final class FeatureTemplate {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

	private final String text;

	/**
	 * Create a template.
	 * @param text the text with placeholders in braces
	 * @param names the names of the placeholders that can be filled
	 * @throws IllegalArgumentException if no code can be made of it
	 */
	FeatureTemplate(String text, Set<String> names) {
		this.text = text.strip();
		Matcher placeholders = PLACEHOLDER.matcher(this.text);
		while (placeholders.find()) {
			if (!names.contains(placeholders.group(1))) {
				throw new IllegalArgumentException("'%s' is nothing that could be filled in: there is {%s}"
					.formatted(placeholders.group(), String.join("} and {", names.stream().sorted().toList())));
			}
		}
		try {
			// Any letter will do where a name is to stand.
			FeatureCode.normalise("feature", placeholders.replaceAll("x"));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("What is around the names must be of a-z, 0-9 and . _ / @ : - "
					+ "and start and end with a letter or digit, but is '%s'".formatted(this.text), ex);
		}
	}

	/**
	 * Return whether every name makes the same code.
	 * @return whether there is nothing to fill in
	 */
	boolean isCode() {
		return !PLACEHOLDER.matcher(this.text).find();
	}

	/**
	 * Make a code.
	 * @param names the names by placeholder
	 * @return the code, in which whatever no code may contain became a dash
	 * @throws IllegalArgumentException if the names are too long for a code
	 */
	String expand(Map<String, String> names) {
		return FeatureCode.ofName(PLACEHOLDER.matcher(this.text)
			.replaceAll((found) -> Matcher.quoteReplacement(names.getOrDefault(found.group(1), ""))));
	}

	@Override
	public String toString() {
		return this.text;
	}

}
