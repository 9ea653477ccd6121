package ai.vluna.spring.interceptor.misuse;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fails or warns when a billed method is misused. A mistake means that work would be
 * given away or refused; a suspicion may turn out to be right, so that it fails only
 * where that was asked for.
 * <p>
 * Safe for use by any number of threads. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class Misuses {

	private static final Log logger = LogFactory.getLog(Misuses.class);

	private final @Nullable MisuseMode mode;

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	/**
	 * Create a place to report misuse to.
	 * @param mode what happens then, or {@code null} to fail on mistakes and to warn of
	 * suspicions
	 */
	public Misuses(@Nullable MisuseMode mode) {
		this.mode = mode;
	}

	/**
	 * Return whether it is of use to look for misuse.
	 * @return whether a report has an effect
	 */
	public boolean areWanted() {
		return this.mode != MisuseMode.OFF;
	}

	/**
	 * Report a mistake.
	 * @param mistake what is wrong
	 */
	public void report(RuntimeException mistake) {
		handle(mistake, (this.mode != null) ? this.mode : MisuseMode.FAIL);
	}

	/**
	 * Report a suspicion.
	 * @param suspicion what is probably wrong
	 */
	public void suspect(RuntimeException suspicion) {
		handle(suspicion, (this.mode != null) ? this.mode : MisuseMode.WARN);
	}

	private void handle(RuntimeException misuse, MisuseMode mode) {
		if (mode == MisuseMode.FAIL) {
			throw misuse;
		}
		if (mode == MisuseMode.WARN && this.logged.add(String.valueOf(misuse.getMessage()))) {
			logger.warn(misuse.getMessage());
		}
	}

}
