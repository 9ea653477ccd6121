package ai.vluna.spring.client;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;

/**
 * A request to an endpoint of the service API: method, path, query and body. Immutable;
 * methods that change something return another request.
 *
 * @since 0.1.0
 */
public final class VlunaRequest {

	private static final Pattern TEMPLATE = Pattern.compile("(/([\\w.:~-]|\\{\\w+})+)+");

	private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

	private static final List<String> METHODS_WITH_BODY = List.of("POST", "PUT", "PATCH");

	private static final List<String> REPEATABLE_METHODS = List.of("GET", "PUT", "DELETE");

	private final String method;

	private final String template;

	private final String path;

	private final Map<String, List<String>> query;

	private final @Nullable Object body;

	private final boolean repeatable;

	private VlunaRequest(String method, String template, String path, Map<String, List<String>> query,
			@Nullable Object body, boolean repeatable) {
		this.method = method;
		this.template = template;
		this.path = path;
		this.query = query;
		this.body = body;
		this.repeatable = repeatable;
	}

	/**
	 * Create a {@code GET} request.
	 * @param template the path below {@code /mgt/v1}, such as
	 * {@code /features/{feature_id}}
	 * @param variables the values of the template's variables in order; they are encoded
	 * @return the request
	 */
	public static VlunaRequest get(String template, Object... variables) {
		return of("GET", template, variables);
	}

	/**
	 * Create a {@code POST} request with an empty JSON object as its body.
	 * @param template the path below {@code /mgt/v1}
	 * @param variables the values of the template's variables in order
	 * @return the request
	 */
	public static VlunaRequest post(String template, Object... variables) {
		return of("POST", template, variables);
	}

	/**
	 * Create a {@code PATCH} request with an empty JSON object as its body.
	 * @param template the path below {@code /mgt/v1}
	 * @param variables the values of the template's variables in order
	 * @return the request
	 */
	public static VlunaRequest patch(String template, Object... variables) {
		return of("PATCH", template, variables);
	}

	/**
	 * Create a {@code PUT} request with an empty JSON object as its body.
	 * @param template the path below {@code /mgt/v1}
	 * @param variables the values of the template's variables in order
	 * @return the request
	 */
	public static VlunaRequest put(String template, Object... variables) {
		return of("PUT", template, variables);
	}

	/**
	 * Create a {@code DELETE} request.
	 * @param template the path below {@code /mgt/v1}
	 * @param variables the values of the template's variables in order
	 * @return the request
	 */
	public static VlunaRequest delete(String template, Object... variables) {
		return of("DELETE", template, variables);
	}

	private static VlunaRequest of(String method, String template, Object... variables) {
		Assert
			.isTrue(TEMPLATE.matcher(template).matches(),
					() -> ("'%s' must be a path below /mgt/v1 that starts "
							+ "with a slash and ends without; put values into variables and query()")
						.formatted(template));
		// The gate refuses these without a body.
		Object body = METHODS_WITH_BODY.contains(method) ? Map.of() : null;
		return new VlunaRequest(method, template, expand(template, List.of(variables)), Map.of(), body,
				REPEATABLE_METHODS.contains(method));
	}

	private static String expand(String template, List<Object> variables) {
		Matcher matcher = VARIABLE.matcher(template);
		StringBuilder path = new StringBuilder();
		int index = 0;
		while (matcher.find()) {
			Assert.isTrue(index < variables.size(), () -> "'%s' has more variables than values".formatted(template));
			matcher.appendReplacement(path, segment(template, variables.get(index++)));
		}
		Assert.isTrue(index == variables.size(), () -> "'%s' has fewer variables than values".formatted(template));
		return matcher.appendTail(path).toString();
	}

	private static String segment(String template, Object value) {
		String text = value.toString();
		Assert.isTrue(!text.isEmpty() && !text.equals(".") && !text.equals(".."),
				() -> "'%s' cannot stand for a variable of '%s': the request would go elsewhere".formatted(text,
						template));
		return encode(text);
	}

	/**
	 * Set a parameter of the query. Numbers, booleans and times are sent as their text.
	 * @param name the name
	 * @param values the values, sent as so many parameters; none to remove it
	 * @return another request
	 */
	public VlunaRequest query(String name, Object... values) {
		Map<String, List<String>> changed = new LinkedHashMap<>(this.query);
		changed.put(name, Stream.of(values).map(Object::toString).toList());
		return new VlunaRequest(this.method, this.template, this.path, Collections.unmodifiableMap(changed), this.body,
				this.repeatable);
	}

	/**
	 * Set the body.
	 * @param body what is written as JSON when the call is prepared: a map, a list, or an
	 * object of any type that Jackson can write; or a {@code byte[]} of JSON that is sent
	 * as it is
	 * @return another request
	 */
	public VlunaRequest body(Object body) {
		Assert.state(!this.method.equals("GET"), "A GET request has no body");
		return new VlunaRequest(this.method, this.template, this.path, this.query, body, this.repeatable);
	}

	/**
	 * Say that this request changes nothing, or nothing more when it arrives again, so
	 * that it is sent again when it is not answered.
	 * @return another request
	 */
	public VlunaRequest repeatable() {
		return new VlunaRequest(this.method, this.template, this.path, this.query, this.body, true);
	}

	/**
	 * Return the method.
	 * @return the method in upper case
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return the path as it was written, with its variables. It names the endpoint in
	 * metrics and traces.
	 * @return the template
	 */
	public String template() {
		return this.template;
	}

	/**
	 * Return the path.
	 * @return the encoded path below {@code /mgt/v1}
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return the query.
	 * @return the encoded query without question mark, possibly empty
	 */
	public String query() {
		return this.query.entrySet()
			.stream()
			.flatMap((parameter) -> parameter.getValue()
				.stream()
				.map((value) -> encode(parameter.getKey()) + "=" + encode(value)))
			.collect(Collectors.joining("&"));
	}

	/**
	 * Return the body.
	 * @return the body, or {@code null} for none
	 */
	public @Nullable Object body() {
		return this.body;
	}

	/**
	 * Return whether this request does no harm when it arrives twice, even without an
	 * idempotency key.
	 * @return whether this request may be repeated
	 */
	public boolean isRepeatable() {
		return this.repeatable;
	}

	private static String encode(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

}
