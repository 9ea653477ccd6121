package ai.vluna.spring.denial;

import java.time.Duration;
import java.util.List;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The gate refused the work for this subject; it was not started.
 *
 * @since 0.1.0
 */
public final class BillingDeniedException extends BillingException {

	private final DenialReason reason;

	private final String detail;

	private final List<Hint> hints;

	private final @Nullable Duration retryAfter;

	private final boolean remembered;

	/**
	 * Create an exception.
	 * @param featureCode the feature that was to be used
	 * @param reason why it was refused
	 * @param detail the gate's own words
	 * @param hints the hints that came with the refusal
	 * @param retryAfter the wait that the gate named
	 * @param cause the gate's answer
	 */
	public BillingDeniedException(String featureCode, DenialReason reason, String detail, List<Hint> hints,
			@Nullable Duration retryAfter, @Nullable Throwable cause) {
		this(featureCode, reason, detail, hints, retryAfter, cause, false);
	}

	private BillingDeniedException(String featureCode, DenialReason reason, String detail, List<Hint> hints,
			@Nullable Duration retryAfter, @Nullable Throwable cause, boolean remembered) {
		super("'%s' was denied (%s): %s".formatted(featureCode, reason, detail), featureCode, cause);
		this.reason = reason;
		this.detail = detail;
		this.hints = List.copyOf(hints);
		this.retryAfter = retryAfter;
		this.remembered = remembered;
	}

	/**
	 * Return why the work was refused.
	 * @return the reason
	 */
	public DenialReason getReason() {
		return this.reason;
	}

	/**
	 * Return the gate's own words, which together with the hints are the evidence for the
	 * reason. They are meant for the application, not for its users.
	 * @return the message of the gate
	 */
	public String getDetail() {
		return this.detail;
	}

	/**
	 * Return the hints that came with the refusal.
	 * @return the hints, possibly empty
	 */
	public List<Hint> getHints() {
		return this.hints;
	}

	/**
	 * Return how long to wait before another attempt makes sense.
	 * @return the wait, or {@code null} when the gate named none
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return whether this is the answer to an earlier request of the same subject, and
	 * the gate was not asked again.
	 * @return whether the denial was remembered
	 */
	public boolean isRemembered() {
		return this.remembered;
	}

	/**
	 * Return the same denial for another caller. For internal use: it may change without
	 * notice.
	 * @param retryAfter what is left of the wait that the gate named
	 * @return a denial with a stack trace of its own
	 */
	public BillingDeniedException remembered(@Nullable Duration retryAfter) {
		return new BillingDeniedException(getFeatureCode(), this.reason, this.detail, this.hints, retryAfter,
				getCause(), true);
	}

}
