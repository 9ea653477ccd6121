package ai.vluna.spring.test.gate.script;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request exactly as it came over the wire.
 *
 * @param endpoint what it asked
 * @param method the HTTP method
 * @param uri the path with its query, as on the request line
 * @param headers the header values by lower-case name
 * @param body the raw body
 * @since 0.1.0
 */
public record ReceivedRequest(Endpoint endpoint, String method, String uri, Map<String, String> headers, byte[] body) {

	/**
	 * Returns a header.
	 * @param name its name, in lower case
	 * @return its value, or {@code null} if it is absent
	 */
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	/**
	 * Returns the idempotency key.
	 * @return the key, or {@code null} if there is none
	 */
	public @Nullable String idempotencyKey() {
		return header("idempotency-key");
	}

	/**
	 * Returns the body as text.
	 * @return the body
	 */
	public String bodyText() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the path without its query.
	 * @return the path
	 */
	public String path() {
		int query = this.uri.indexOf('?');
		return (query < 0) ? this.uri : this.uri.substring(0, query);
	}

	/**
	 * Returns what stands in the path in place of a variable of its endpoint.
	 * @param name the name of the variable
	 * @return the segment of the path
	 */
	public String pathVariable(String name) {
		String value = this.endpoint.variable(name, path());
		if (value == null) {
			throw new IllegalArgumentException("No variable '" + name + "' in the path of " + this.endpoint);
		}
		return value;
	}

	@Override
	public String toString() {
		return this.method + ' ' + this.uri + ' ' + bodyText();
	}

}
