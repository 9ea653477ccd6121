package ai.vluna.spring.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The gate answered, and the answer is no. Sending the same call again changes nothing by
 * itself.
 *
 * @since 0.1.0
 */
public final class VlunaRejectedException extends VlunaException {

	private final Integer status;

	private final String reason;

	/**
	 * Create an exception for an error answer.
	 * @param target the method and address that were called, without query
	 * @param requestId the request id
	 * @param status the HTTP status
	 * @param code the code of the envelope
	 * @param reason the message of the envelope, or the status' own name
	 * @param hints the hints of the envelope
	 */
	public VlunaRejectedException(String target, String requestId, int status, @Nullable String code, String reason,
			List<Hint> hints) {
		super("%s answered %d%s: %s (request id %s)".formatted(target, status, (code != null) ? " " + code : "", reason,
				requestId), requestId, status, code, hints, null);
		this.status = status;
		this.reason = reason;
	}

	/**
	 * Return the HTTP status, which an answer always has.
	 * @return the status
	 */
	@Override
	public Integer getStatus() {
		return this.status;
	}

	/**
	 * Return the gate's own message. In several places it is the only discriminator.
	 * @return the message of the error envelope
	 */
	public String getReason() {
		return this.reason;
	}

}
