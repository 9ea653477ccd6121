package ai.vluna.spring.client;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A machine-readable signal of the gate. Types that this version does not know are kept
 * like any other.
 *
 * @param type the type, such as {@code quota.remaining}
 * @param attributes the other fields as decoded from JSON; values may be numbers,
 * strings, booleans, lists, maps or {@code null}
 * @since 0.1.0
 */
public record Hint(String type, Map<String, @Nullable Object> attributes) implements Serializable {

	/**
	 * Create a hint.
	 * @param type the type
	 * @param attributes the attributes, copied
	 */
	public Hint {
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
	}

	/**
	 * Return an attribute as text.
	 * @param name the name of the attribute
	 * @return the text, or {@code null} when absent
	 */
	public @Nullable String text(String name) {
		Object value = this.attributes.get(name);
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Return a numeric attribute.
	 * @param name the name of the attribute
	 * @return the number, or {@code null} when absent or not a number
	 */
	public @Nullable Number number(String name) {
		return (this.attributes.get(name) instanceof Number number) ? number : null;
	}

	/**
	 * Return an attribute that counts something, written as a number or as text.
	 * @param name the name of the attribute
	 * @return the integer, or {@code null} when absent or not one
	 */
	public @Nullable Long integer(String name) {
		String text = text(name);
		try {
			return (text != null) ? new BigDecimal(text).longValueExact() : null;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Return an attribute that is a point in time.
	 * @param name the name of the attribute
	 * @return the time, or {@code null} when absent or not one
	 */
	public @Nullable Instant time(String name) {
		String text = text(name);
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Return an attribute that is a list of texts.
	 * @param name the name of the attribute
	 * @return the texts; empty when absent or not a list
	 */
	public List<String> texts(String name) {
		return (this.attributes.get(name) instanceof Collection<?> values)
				? values.stream().filter(Objects::nonNull).map(Object::toString).toList() : List.of();
	}

	/**
	 * Find the first hint of a type.
	 * @param hints the hints to look through
	 * @param type the type to find
	 * @return the hint, or {@code null} when there is none
	 */
	public static @Nullable Hint find(List<Hint> hints, String type) {
		for (Hint hint : hints) {
			if (hint.type().equals(type)) {
				return hint;
			}
		}
		return null;
	}

}
