package ai.vluna.spring.test.gate.script;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the gate can be asked.
 *
 * @since 0.1.0
 */
public enum Endpoint {

	/**
	 * A lease before the work.
	 */
	AUTHORIZE("POST", "/mgt/v1/gate/authorize"),

	/**
	 * Usage on a lease.
	 */
	COMMIT("POST", "/mgt/v1/gate/commits"),

	/**
	 * A lease given back.
	 */
	CANCEL("POST", "/mgt/v1/gate/cancel"),

	/**
	 * Usage without a lease.
	 */
	INGEST("POST", "/mgt/v1/gate/ingest"),

	/**
	 * What is left of quotas and rates.
	 */
	LIMITS("GET", "/mgt/v1/gate/limits"),

	/**
	 * Meters and their prices.
	 */
	METERS("GET", "/mgt/v1/gate/meters"),

	/**
	 * Whether the server is alive; needs no signature.
	 */
	HEALTH("GET", "/health");

	private static final Map<String, Endpoint> BY_ROUTE = new HashMap<>();

	static {
		for (Endpoint endpoint : values()) {
			BY_ROUTE.put(endpoint.method + ' ' + endpoint.path, endpoint);
		}
	}

	private final String method;

	private final String path;

	Endpoint(String method, String path) {
		this.method = method;
		this.path = path;
	}

	/**
	 * Finds an endpoint. Paths are case-sensitive, one trailing slash is accepted.
	 * @param method the HTTP method
	 * @param path the path without its query
	 * @return the endpoint, or {@code null} if there is none
	 */
	public static @Nullable Endpoint find(String method, String path) {
		boolean trailingSlash = path.length() > 1 && path.endsWith("/");
		return BY_ROUTE.get(method + ' ' + ((trailingSlash) ? path.substring(0, path.length() - 1) : path));
	}

	/**
	 * Tells whether a request changes something and so needs an idempotency key.
	 * @return {@code true} for a POST
	 */
	public boolean changesState() {
		return this.method.equals("POST");
	}

}
