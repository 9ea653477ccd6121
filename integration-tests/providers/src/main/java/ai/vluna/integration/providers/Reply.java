package ai.vluna.integration.providers;

import java.util.List;
import java.util.Map;

/**
 * What a provider is told to reply to one request. Immutable, so that one reply can serve
 * any number of requests.
 */
public sealed interface Reply permits Completion, Vectors, Refusal {

	/**
	 * Let the model say something.
	 * @param pieces the pieces, each a chunk of its own when the answer is streamed
	 * @return a completion
	 */
	static Completion text(String... pieces) {
		return new Completion(List.of(pieces), List.of());
	}

	/**
	 * Let the model want tools to be called.
	 * @param calls the calls
	 * @return a completion
	 */
	static Completion toolCalls(ToolCall... calls) {
		return new Completion(List.of(), List.of(calls));
	}

	/**
	 * Embed every input of the request.
	 * @param dimensions the length of each vector
	 * @return the vectors
	 */
	static Vectors vectors(int dimensions) {
		return new Vectors(dimensions, Tokens.of(8, 0));
	}

	/**
	 * Refuse the request or fail.
	 * @param status the HTTP status, 400 or above
	 * @return a refusal
	 */
	static Refusal refusal(int status) {
		return new Refusal(status, Map.of());
	}

}
