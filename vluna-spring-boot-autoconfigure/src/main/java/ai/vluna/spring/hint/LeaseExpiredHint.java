package ai.vluna.spring.hint;

import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The lease had expired when the usage arrived.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record LeaseExpiredHint(Hint source) implements BillingHint {

	static final String TYPE = "lease.expired";

	/**
	 * Return when the lease expired.
	 * @return the time, or {@code null} if not told
	 */
	public @Nullable Instant expiresAt() {
		return this.source.time("expires_at");
	}

	/**
	 * Return how late the usage arrived.
	 * @return the time since, or {@code null} if not told
	 */
	public @Nullable Duration lateBy() {
		Long value = this.source.integer("delta_ms");
		return (value != null) ? Duration.ofMillis(value) : null;
	}

	/**
	 * Return how late it may arrive.
	 * @return the grace, or {@code null} if not told
	 */
	public @Nullable Duration grace() {
		Long value = this.source.integer("grace_ms");
		return (value != null) ? Duration.ofMillis(value) : null;
	}

	/**
	 * Return whether it arrived too late to be charged.
	 * @return whether the gate says so
	 */
	public boolean exceededGrace() {
		return Boolean.TRUE.equals(this.source.attributes().get("exceeded_grace"));
	}

}
