package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, each of which may be repeated.
 *
 * @param values the values by name
 * @since 0.1.0
 */
public record QueryParameters(Map<String, List<String>> values) {

	boolean selects(String parameter, String value) {
		List<String> wanted = list(parameter);
		return wanted.isEmpty() || wanted.contains(value);
	}

	boolean expands(String part) {
		return list("expand").stream().anyMatch(part::equalsIgnoreCase);
	}

	/**
	 * Returns the values of a parameter that may be repeated or hold several values
	 * separated by commas.
	 * @param parameter the name
	 * @return the values
	 */
	List<String> list(String parameter) {
		return repeated(parameter).stream()
			.flatMap((value) -> Stream.of(value.split(",")))
			.map(String::trim)
			.filter((value) -> !value.isEmpty())
			.toList();
	}

	List<String> repeated(String parameter) {
		return this.values.getOrDefault(parameter, List.of());
	}

	/**
	 * Returns a parameter that is overlooked if it is repeated.
	 * @param parameter the name
	 * @return its value, or {@code null} if there is not exactly one
	 */
	@Nullable String single(String parameter) {
		List<String> found = repeated(parameter);
		return (found.size() == 1) ? found.get(0) : null;
	}

	/**
	 * Returns a moment. What is no moment counts as absent.
	 * @param parameter the name
	 * @return the moment, or {@code null} if there is none
	 */
	@Nullable Instant moment(String parameter) {
		String text = single(parameter);
		return (text != null) ? WireTime.parse(text) : null;
	}

}
