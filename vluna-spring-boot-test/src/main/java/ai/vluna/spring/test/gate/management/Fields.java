package ai.vluna.spring.test.gate.management;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of an operator's request. What is missing or has the wrong form is refused
 * under its name.
 *
 * @param json the JSON object
 */
record Fields(JsonNode json) {

	/**
	 * Reads a code, which is compared in lower case.
	 * @param name the name of the field
	 * @return the normalised code
	 */
	String code(String name) {
		return text(name).toLowerCase(Locale.ROOT);
	}

	String text(String name) {
		String text = optionalText(name);
		if (text == null || text.isEmpty()) {
			throw Refusal.invalid(name + " is required");
		}
		return text;
	}

	@Nullable String optionalText(String name) {
		JsonNode value = this.json.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw Refusal.invalid(name + " must be a string");
		}
		return value.stringValue().trim();
	}

	String text(String name, String ifAbsent) {
		String text = optionalText(name);
		return (text == null || text.isEmpty()) ? ifAbsent : text;
	}

	@Nullable Boolean optionalFlag(String name) {
		JsonNode value = this.json.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isBoolean()) {
			throw Refusal.invalid(name + " must be a boolean");
		}
		return value.booleanValue();
	}

	boolean flag(String name, boolean ifAbsent) {
		Boolean flag = optionalFlag(name);
		return (flag != null) ? flag : ifAbsent;
	}

	long number(String name) {
		Long number = optionalNumber(name);
		if (number == null) {
			throw Refusal.invalid(name + " is required");
		}
		return number;
	}

	/**
	 * Reads a number, which may be written as text.
	 * @param name the name of the field
	 * @return the number, or {@code null} if there is none
	 */
	@Nullable Long optionalNumber(String name) {
		JsonNode value = this.json.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		try {
			return Long.valueOf(value.asString(""));
		}
		catch (NumberFormatException ex) {
			throw Refusal.invalid(name + " must be an integer");
		}
	}

	/**
	 * Reads one of several words.
	 * @param name the name of the field
	 * @param words the words
	 * @return the word
	 */
	String oneOf(String name, List<String> words) {
		String word = text(name);
		if (!words.contains(word)) {
			throw Refusal.invalid(name + " must be one of " + String.join(", ", words));
		}
		return word;
	}

	boolean has(String name) {
		return this.json.has(name);
	}

	Fields object(String name) {
		return new Fields(this.json.path(name));
	}

	List<Fields> items(String name) {
		List<Fields> items = new ArrayList<>();
		this.json.path(name).forEach((item) -> items.add(new Fields(item)));
		return items;
	}

}
