package ai.vluna.spring.client;

import java.net.URI;

/**
 * One address of the gate: where it is, and how its answers are read. The signed path is
 * taken from the address that is requested, so that both are always the same.
 *
 * @param <T> the type of the answers' data
 * @param uri the address
 * @param path the path as it stands on the request line
 * @param answers decodes the answers
 */
record Endpoint<T>(URI uri, String path, AnswerDecoder<T> answers) {

	Endpoint(URI uri, AnswerDecoder<T> answers) {
		this(uri, uri.getRawPath(), answers);
	}

}
