package ai.vluna.integration.providers;

import java.util.HashMap;
import java.util.Map;

/**
 * An error in the words of the provider.
 *
 * @param status the HTTP status
 * @param headers further headers
 */
public record Refusal(int status, Map<String, String> headers) implements Reply {

	/**
	 * Create a refusal.
	 * @param status the HTTP status
	 * @param headers further headers
	 */
	public Refusal {
		headers = Map.copyOf(headers);
	}

	/**
	 * Return this refusal with a header, such as {@code retry-after-ms}.
	 * @param name the name of the header
	 * @param value its value
	 * @return a new refusal
	 */
	public Refusal header(String name, String value) {
		Map<String, String> all = new HashMap<>(this.headers);
		all.put(name, value);
		return new Refusal(this.status, all);
	}

}
