package ai.vluna.spring.gate;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How much work is let in unasked while the gate does not answer.
 *
 * @param max the largest number of waived operations whose usage is not booked yet
 * @param maxPerSubject the same for one subject
 * @param maxDuration how long work is let in after the first waiver of an outage
 * @param maxDurationPerSubject the same for one subject, after its own first waiver
 * @since 0.1.0
 */
public record WaiverBounds(int max, int maxPerSubject, Duration maxDuration, Duration maxDurationPerSubject) {

	/**
	 * No work is let in unasked.
	 */
	public static final WaiverBounds NONE = new WaiverBounds(0, 0, Duration.ZERO, Duration.ZERO);

	/**
	 * Create bounds.
	 * @param max the bound in number
	 * @param maxPerSubject the bound in number for one subject
	 * @param maxDuration the bound in time
	 * @param maxDurationPerSubject the bound in time for one subject
	 */
	public WaiverBounds {
		Assert.isTrue(max >= 0 && maxPerSubject >= 0, "Bounds in number must not be negative");
		Assert.isTrue(!maxDuration.isNegative() && !maxDurationPerSubject.isNegative(),
				"Bounds in time must not be negative");
	}

}
