package ai.vluna.spring.denial;

/**
 * The caller's key stands for an operation that was started before, so the work was not
 * started once more. Nothing was asked of the gate.
 *
 * @since 0.1.0
 */
public final class BillingConflictException extends BillingException {

	private final ConflictReason reason;

	/**
	 * Create an exception.
	 * @param featureCode the feature that was to be used
	 * @param reason what became of the earlier operation
	 */
	public BillingConflictException(String featureCode, ConflictReason reason) {
		super("'%s' was not started again: %s".formatted(featureCode, detailOf(reason)), featureCode, null);
		this.reason = reason;
	}

	/**
	 * Return why the work was not started.
	 * @return the reason
	 */
	public ConflictReason getReason() {
		return this.reason;
	}

	private static String detailOf(ConflictReason reason) {
		return switch (reason) {
			case RUNNING -> "an operation under the caller's key is running. Two operations of one feature within a "
					+ "request need keys of their own";
			case DONE -> "the operation under the caller's key is done. Two operations of one feature within a "
					+ "request need keys of their own";
			case OTHER_ARGUMENTS -> "the caller's key was used for this feature with other arguments";
		};
	}

}
