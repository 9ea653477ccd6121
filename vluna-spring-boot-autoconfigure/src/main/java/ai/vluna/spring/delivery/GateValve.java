package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.gate.CommitOutcome;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Leaves the gate alone while nothing can be delivered: it does not answer, or its
 * answers say that something has to be mended first. From time to time one settlement is
 * let through to find out whether that is over. Safe for use by any number of threads.
 */
final class GateValve {

	private static final State OPEN = new State(0, 0, null);

	/**
	 * How long it is believed that the gate does not answer, or that something has to be
	 * mended, although something could have been sent: another instance may have sent
	 * everything.
	 */
	private static final Duration MEMORY = Duration.ofMinutes(1);

	private final Scheduler clock;

	private final SenderSettings settings;

	private final AtomicReference<State> state = new AtomicReference<>(OPEN);

	GateValve(Scheduler clock, SenderSettings settings) {
		this.clock = clock;
		this.settings = settings;
	}

	/**
	 * Return how long to wait before something may be let through.
	 * @return the time, zero if something may be now
	 */
	Duration rest() {
		return Duration.ofMillis(Math.max(0, this.state.get().until() - now()));
	}

	/**
	 * Return why nothing is let through.
	 * @return what has to be mended, or {@code null} while the gate is used or merely
	 * does not answer, or if nothing was sent for a while
	 */
	@Nullable String obstacle() {
		State known = this.state.get();
		// What was refused is sent again within the longest wait.
		Duration memory = this.settings.backoff().max().plus(MEMORY);
		return (now() < known.until() + memory.toMillis()) ? known.obstacle() : null;
	}

	/**
	 * Return whether the gate answers, as far as is known. What its answers say does not
	 * matter.
	 * @return whether it does, or nobody has asked it for a while
	 */
	boolean isAnswered() {
		State known = this.state.get();
		return known.until() == 0 || known.obstacle() != null || now() >= known.until() + MEMORY.toMillis();
	}

	/**
	 * Ask to be let through.
	 * @return whether one settlement may be sent
	 */
	boolean pass() {
		State known = this.state.get();
		if (known.until() == 0) {
			return true;
		}
		// Until it is answered, this one is the only one.
		State probing = new State(known.failures(), now() + this.settings.probeTimeout().toMillis(), known.obstacle());
		return known.until() <= now() && this.state.compareAndSet(known, probing);
	}

	/**
	 * Tell what came of a settlement that was let through.
	 * @param outcome what the answer means
	 * @param detail the answer in words
	 */
	void answered(CommitOutcome outcome, String detail) {
		if (outcome == CommitOutcome.BLOCKED) {
			this.state.set(paused(detail));
		}
		else if (outcome == CommitOutcome.UNKNOWN) {
			this.state.updateAndGet(this::failedAgain);
		}
		else if (this.state.get() != OPEN) {
			this.state.set(OPEN);
		}
	}

	private State paused(String obstacle) {
		return new State(0, now() + this.settings.pause().toMillis(), obstacle);
	}

	private State failedAgain(State known) {
		String obstacle = known.obstacle();
		if (obstacle != null) {
			// That it does not answer says nothing of what was to be mended.
			return paused(obstacle);
		}
		int failures = known.failures() + 1;
		int beyond = failures - this.settings.patience();
		if (beyond < 0) {
			return new State(failures, 0, null);
		}
		Backoff backoff = this.settings.backoff();
		return new State(failures, now() + Math.max(1, backoff.after(beyond + 1, null).toMillis()), null);
	}

	private long now() {
		return this.clock.now(TimeUnit.MILLISECONDS);
	}

	/**
	 * What is known of the gate.
	 *
	 * @param failures how many settlements in a row were not answered
	 * @param until when the next one may be let through, in milliseconds; zero if all may
	 * @param obstacle what has to be mended
	 */
	private record State(int failures, long until, @Nullable String obstacle) {

	}

}
