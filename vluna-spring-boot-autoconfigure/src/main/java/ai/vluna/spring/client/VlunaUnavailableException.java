package ai.vluna.spring.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The gate did not answer: no connection, a timeout, an unreadable success or a server
 * error. Whether the call was processed is unknown; sending the identical call again
 * settles it.
 *
 * @since 0.1.0
 */
public final class VlunaUnavailableException extends VlunaException {

	private final boolean sent;

	/**
	 * Create an exception for a call that was not answered.
	 * @param target the method and address that were called, without query
	 * @param requestId the request id
	 * @param status the HTTP status if a status line arrived
	 * @param code the code of the error envelope if one arrived
	 * @param what what happened instead of an answer
	 * @param hints the hints of the error envelope
	 * @param cause the cause
	 */
	public VlunaUnavailableException(String target, String requestId, @Nullable Integer status, @Nullable String code,
			String what, List<Hint> hints, @Nullable Throwable cause) {
		this(target, requestId, status, code, what, hints, cause, true);
	}

	private VlunaUnavailableException(String target, String requestId, @Nullable Integer status, @Nullable String code,
			String what, List<Hint> hints, @Nullable Throwable cause, boolean sent) {
		super("%s was not answered: %s (request id %s)".formatted(target, what, requestId), requestId, status, code,
				hints, cause);
		this.sent = sent;
	}

	/**
	 * Create an exception for a call that was not even sent.
	 * @param target the method and address that were to be called, without query
	 * @param requestId the request id
	 * @param why why it was not sent
	 * @return the exception
	 */
	public static VlunaUnavailableException notSent(String target, String requestId, String why) {
		return new VlunaUnavailableException(target, requestId, null, null, why, List.of(), null, false);
	}

	/**
	 * Return whether the call was sent.
	 * @return {@code false} when it was held back because too many calls before it were
	 * not answered, so that it certainly was not processed
	 */
	public boolean isSent() {
		return this.sent;
	}

}
