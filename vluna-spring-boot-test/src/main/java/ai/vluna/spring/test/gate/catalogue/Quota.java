package ai.vluna.spring.test.gate.catalogue;

import java.time.Duration;

/**
 * How much may be committed in a window. Windows are aligned to the UTC epoch.
 *
 * @param limit the number of minor units, or {@link #UNLIMITED}
 * @param window the length of the window
 * @param scope whose usage is counted together
 * @since 0.1.0
 */
public record Quota(long limit, Duration window, Scope scope) {

	/**
	 * The limit that is never reached.
	 */
	public static final long UNLIMITED = -1;

	/**
	 * The window that every feature has in addition to its own quotas.
	 */
	public static final Quota UNLIMITED_PER_DAY = of(UNLIMITED, Duration.ofDays(1));

	/**
	 * Creates a quota that each user has for themselves.
	 * @param limit the number of minor units
	 * @param window the length of the window
	 * @return the quota
	 */
	public static Quota of(long limit, Duration window) {
		return new Quota(limit, window, Scope.USER);
	}

	/**
	 * Returns this quota shared by all users of the principal.
	 * @return the changed quota
	 */
	public Quota shared() {
		return new Quota(this.limit, this.window, Scope.ACCOUNT);
	}

	/**
	 * Whose usage is counted together.
	 */
	public enum Scope {

		/**
		 * Each user of each principal.
		 */
		USER,

		/**
		 * All users of a principal.
		 */
		ACCOUNT

	}

}
