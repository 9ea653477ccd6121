package ai.vluna.spring.test.gate.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The parameters of a question for limits or meters, each of which may be repeated.
 *
 * @param parameters the values by name
 * @since 0.1.0
 */
public record CatalogueQuery(Map<String, List<String>> parameters) {

	boolean selects(String parameter, String value) {
		List<String> wanted = this.parameters.getOrDefault(parameter, List.of());
		return wanted.isEmpty() || wanted.contains(value);
	}

	boolean expands(String part) {
		return this.parameters.getOrDefault("expand", List.of())
			.stream()
			.flatMap((value) -> Stream.of(value.split(",")))
			.anyMatch(part::equals);
	}

}
