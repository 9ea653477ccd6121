package ai.vluna.spring.client.http;

import java.net.URI;

import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;

/**
 * One address of the gate: what is requested there, and how its answers are read. The
 * signed path is taken from the address that is requested, so that both are always the
 * same.
 *
 * @param <T> the type of the answers' data
 * @param method the method
 * @param uri the address with its query
 * @param template the path without the values of its variables
 * @param answers decodes the answers
 */
record Endpoint<T>(HttpMethod method, URI uri, String template, AnswerDecoder<T> answers) {

	/**
	 * Return the path as it stands on the request line.
	 * @return the path with its query
	 */
	String path() {
		String query = this.uri.getRawQuery();
		return StringUtils.hasLength(query) ? this.uri.getRawPath() + "?" + query : this.uri.getRawPath();
	}

}
