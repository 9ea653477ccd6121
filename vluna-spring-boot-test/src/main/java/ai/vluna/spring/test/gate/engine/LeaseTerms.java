package ai.vluna.spring.test.gate.engine;

import java.time.Duration;

/**
 * How long a lease can be committed.
 *
 * @param lifetime how long it is valid
 * @param lateGrace how long after that a commit is still charged
 * @since 0.1.0
 */
public record LeaseTerms(Duration lifetime, Duration lateGrace) {

	/**
	 * The terms of a server nobody has configured.
	 */
	public static final LeaseTerms DEFAULT = new LeaseTerms(Duration.ofHours(12), Duration.ofMinutes(1));

}
