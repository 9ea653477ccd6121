package ai.vluna.integration.providers;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that a provider received.
 */
public final class ProviderRequest {

	private final String path;

	private final Map<String, String> headers;

	private final JsonNode body;

	private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

	ProviderRequest(String path, Map<String, String> headers, JsonNode body) {
		this.path = path;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Return what was asked for.
	 * @return the path without the query
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return a header.
	 * @param name the name in lower case
	 * @return its value, or {@code null} if it was not sent
	 */
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	/**
	 * Return the body.
	 * @return the body
	 */
	public JsonNode body() {
		return this.body;
	}

	/**
	 * Return whether the answer is to be streamed.
	 * @return whether it is
	 */
	public boolean streaming() {
		return this.body.path("stream").asBoolean(false);
	}

	/**
	 * Return whether the client went away before it had the whole answer.
	 * @return whether it did so by now
	 */
	public boolean hungUp() {
		return this.answered.isDone() && !this.answered.join();
	}

	/**
	 * Wait until the client goes away before it has the whole answer.
	 * @param patience how long to wait
	 */
	public void awaitHangUp(Duration patience) {
		Checkpoint.await(this.answered, patience, "The client did not hang up");
		if (!hungUp()) {
			throw new AssertionError("The client waited for the whole answer");
		}
	}

	/**
	 * Take the end of the exchange. The first one counts.
	 * @param complete whether everything was sent that was to be sent
	 */
	void end(boolean complete) {
		this.answered.complete(complete);
	}

	@Override
	public String toString() {
		return this.path + ' ' + this.body;
	}

}
