package ai.vluna.spring.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A successful answer of the gate.
 *
 * @param <T> the type of the data
 * @param data the decoded data
 * @param hints the machine-readable signals that came with it, possibly empty
 * @param requestId the request id under which the call was sent
 * @param nextCursor where the next page of a list starts, if the answer says so beside
 * its data
 * @since 0.1.0
 */
public record VlunaResponse<T>(T data, List<Hint> hints, String requestId, @Nullable String nextCursor) {

	/**
	 * Create a response.
	 * @param data the decoded data
	 * @param hints the hints
	 * @param requestId the request id
	 * @param nextCursor where the next page starts
	 */
	public VlunaResponse {
		hints = List.copyOf(hints);
	}

	/**
	 * Create a response that is whole.
	 * @param data the decoded data
	 * @param hints the hints
	 * @param requestId the request id
	 */
	public VlunaResponse(T data, List<Hint> hints, String requestId) {
		this(data, hints, requestId, null);
	}

	/**
	 * Return a text that is safe to log: Reactor does so with answers that arrive too
	 * late.
	 */
	@Override
	public String toString() {
		return "VlunaResponse[requestId=" + this.requestId + ", hints=" + this.hints.stream().map(Hint::type).toList()
				+ "]";
	}

}
