package ai.vluna.integration.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who answers a question. All wider and narrower levels that must not be heard say
 * something else.
 */
enum Level {

	/**
	 * The properties for all operations; the code says nothing.
	 */
	GLOBAL,

	/**
	 * The annotation, against the global properties.
	 */
	ANNOTATION,

	/**
	 * The properties for a pattern, against annotation, global properties and a less
	 * specific pattern.
	 */
	PATTERN;

	/**
	 * Return the properties of an application in which this level answers.
	 * @param question the name of the policy property
	 * @param answer what this level says
	 * @param other what the others say
	 * @return the properties
	 */
	List<String> properties(String question, Enum<?> answer, Enum<?> other) {
		List<String> properties = new ArrayList<>();
		properties.add("vluna.defaults.%s=%s".formatted(question, (this != GLOBAL) ? other : answer));
		if (this == PATTERN) {
			properties.add("vluna.features[0].pattern=*");
			properties.add("vluna.features[0].%s=%s".formatted(question, other));
			properties.add("vluna.features[1].pattern=" + Work.FEATURE.substring(0, 3) + "*");
			properties.add("vluna.features[1].%s=%s".formatted(question, answer));
		}
		return properties;
	}

	/**
	 * Return the method to call in such an application.
	 * @param question the name of the policy property
	 * @param answer what this level says
	 * @param other what the others say
	 * @param unanswered the name of a method that says nothing
	 * @return the name of the method
	 */
	String method(String question, Enum<?> answer, Enum<?> other, String unanswered) {
		return switch (this) {
			case GLOBAL -> unanswered;
			case ANNOTATION -> camelCase(question + "-" + answer);
			case PATTERN -> camelCase(question + "-" + other);
		};
	}

	private static String camelCase(String name) {
		StringBuilder result = new StringBuilder();
		for (String part : name.toLowerCase(Locale.ROOT).split("[-_]")) {
			result.append(result.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
		}
		return result.toString();
	}

}
