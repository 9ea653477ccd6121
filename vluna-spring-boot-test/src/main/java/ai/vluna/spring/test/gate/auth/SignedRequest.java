package ai.vluna.spring.test.gate.auth;

import java.util.Map;

/**
 * What a signature covers, exactly as it came over the wire.
 *
 * @param method the HTTP method
 * @param path the path with its query, as on the request line
 * @param headers the header values by lower-case name
 * @param body the raw body
 * @since 0.1.0
 */
public record SignedRequest(String method, String path, Map<String, String> headers, byte[] body) {

	/**
	 * Returns a header.
	 * @param name the lower-case name
	 * @return its value, empty if it is absent
	 */
	public String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

}
