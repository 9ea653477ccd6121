package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.gate.Admission;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whether the gate's latest answer to an operation was that billing is not set
 * up correctly: a wrong key, realm or feature. For a while only: who is not asked for
 * work while that is known would never learn that it was mended.
 *
 * @since 0.1.0
 */
public final class SetupObstacle implements BillingListener {

	private static final String CHARGES_REFUSED = "Vluna refuses charges for a reason that lies in the setup, such as "
			+ "the service key or the realm";

	private final Clock clock;

	private final Duration memory;

	private final AtomicReference<@Nullable Mistake> latest = new AtomicReference<>();

	/**
	 * Create the memory.
	 * @param clock tells how long ago an answer came
	 * @param memory how long it is remembered
	 */
	public SetupObstacle(Clock clock, Duration memory) {
		this.clock = clock;
		this.memory = memory;
	}

	@Override
	public void admitted(Lease lease, long nanos) {
		if (lease.admission() == Admission.GRANTED) {
			this.latest.set(null);
		}
	}

	@Override
	public void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
		if (refusal instanceof BillingConfigurationException) {
			remember(String.valueOf(refusal.getMessage()));
		}
		else if (refusal instanceof BillingDeniedException denial && !denial.isRemembered()) {
			this.latest.set(null);
		}
	}

	@Override
	public void answered(Lease lease, CommitOutcome outcome) {
		if (outcome == CommitOutcome.BLOCKED) {
			remember(CHARGES_REFUSED);
		}
		else if (outcome != CommitOutcome.UNKNOWN) {
			this.latest.set(null);
		}
	}

	/**
	 * Return what has to be mended.
	 * @return the mistake, or {@code null} if none is known
	 */
	public @Nullable String get() {
		Mistake mistake = this.latest.get();
		return (mistake != null && this.clock.instant().isBefore(mistake.until())) ? mistake.detail() : null;
	}

	private void remember(String detail) {
		this.latest.set(new Mistake(detail, this.clock.instant().plus(this.memory)));
	}

	/**
	 * What is wrong.
	 *
	 * @param detail the mistake in words
	 * @param until when to forget it
	 */
	private record Mistake(String detail, Instant until) {

	}

}
