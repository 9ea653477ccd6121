package ai.vluna.spring.test.gate.script;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A method and a path in which <code>{name}</code> stands for any one segment.
 */
final class Route {

	private final String method;

	private final String[] segments;

	private final boolean fixed;

	Route(String method, String path) {
		this.method = method;
		this.segments = split(path);
		this.fixed = Arrays.stream(this.segments).noneMatch(Route::isVariable);
	}

	String method() {
		return this.method;
	}

	/**
	 * Tells whether it has no variables. Then it goes before one that has.
	 * @return {@code true} if it is the route of a single path
	 */
	boolean fixed() {
		return this.fixed;
	}

	boolean matches(String method, String[] actual) {
		if (!this.method.equals(method) || actual.length != this.segments.length) {
			return false;
		}
		for (int i = 0; i < actual.length; i++) {
			if (!this.segments[i].equals(actual[i]) && (!isVariable(this.segments[i]) || actual[i].isEmpty())) {
				return false;
			}
		}
		return true;
	}

	@Nullable String variable(String name, String path) {
		int position = Arrays.asList(this.segments).indexOf('{' + name + '}');
		String[] actual = split(path);
		return (position < 0 || position >= actual.length) ? null : actual[position];
	}

	// One trailing slash is accepted, as the server does.
	static String[] split(String path) {
		boolean trailingSlash = path.length() > 1 && path.endsWith("/");
		return ((trailingSlash) ? path.substring(0, path.length() - 1) : path).split("/", -1);
	}

	private static boolean isVariable(String segment) {
		return segment.startsWith("{");
	}

}
