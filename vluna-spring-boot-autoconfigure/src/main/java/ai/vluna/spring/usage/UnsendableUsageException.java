package ai.vluna.spring.usage;

import org.jspecify.annotations.Nullable;

/**
 * A usage that is known but is no number the gate can take, such as a fraction. The work
 * is done by then, so it is reported and kept rather than thrown at the caller.
 *
 * @since 0.1.0
 */
public class UnsendableUsageException extends RuntimeException {

	private final String value;

	/**
	 * Create an exception.
	 * @param value the value that cannot be sent
	 * @param cause the cause
	 */
	public UnsendableUsageException(String value, @Nullable Throwable cause) {
		super("Usage '%s' is not an integer from 0 to 2^53-1".formatted(value), cause);
		this.value = value;
	}

	/**
	 * Return the value that cannot be sent.
	 * @return the value as text
	 */
	public String getValue() {
		return this.value;
	}

}
