package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The lease was not open any more when the usage arrived.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record LeaseClosedHint(Hint source) implements BillingHint {

	static final String TYPE = "lease.closed_at_commit";

	/**
	 * Return what had become of the lease.
	 * @return {@code closed} if it had been charged, {@code canceled}, or {@code null} if
	 * not told
	 */
	public @Nullable String state() {
		return this.source.text("state");
	}

}
