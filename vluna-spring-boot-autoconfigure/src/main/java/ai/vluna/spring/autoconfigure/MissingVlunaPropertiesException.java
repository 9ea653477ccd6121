package ai.vluna.spring.autoconfigure;

import java.util.List;

/**
 * Properties without which nothing can be billed are not set.
 */
class MissingVlunaPropertiesException extends IllegalStateException {

	private final List<String> names;

	MissingVlunaPropertiesException(List<String> names) {
		super("Missing properties: " + String.join(", ", names));
		this.names = List.copyOf(names);
	}

	List<String> getNames() {
		return this.names;
	}

}
