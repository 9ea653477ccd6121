package ai.vluna.spring.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A call to Vluna that did not succeed. There are exactly two families: the gate answered
 * ({@link VlunaRejectedException}) or it did not ({@link VlunaUnavailableException});
 * only the second leaves the fate of the call unknown. Messages never contain a secret, a
 * signature or a body.
 *
 * @since 0.1.0
 */
public abstract sealed class VlunaException extends RuntimeException
		permits VlunaRejectedException, VlunaUnavailableException {

	private final String requestId;

	private final @Nullable Integer status;

	private final @Nullable String code;

	private final List<Hint> hints;

	VlunaException(String message, String requestId, @Nullable Integer status, @Nullable String code, List<Hint> hints,
			@Nullable Throwable cause) {
		super(message, cause);
		this.requestId = requestId;
		this.status = status;
		this.code = code;
		this.hints = List.copyOf(hints);
	}

	/**
	 * Return the request id under which the call was sent.
	 * @return the request id
	 */
	public String getRequestId() {
		return this.requestId;
	}

	/**
	 * Return the HTTP status.
	 * @return the status, or {@code null} when no status line arrived
	 */
	public @Nullable Integer getStatus() {
		return this.status;
	}

	/**
	 * Return the code of the error envelope, such as {@code ENTITLEMENT.DENIED}.
	 * @return the code, or {@code null} when the answer carried none
	 */
	public @Nullable String getCode() {
		return this.code;
	}

	/**
	 * Return the hints that came with the error.
	 * @return the hints, possibly empty
	 */
	public List<Hint> getHints() {
		return this.hints;
	}

}
