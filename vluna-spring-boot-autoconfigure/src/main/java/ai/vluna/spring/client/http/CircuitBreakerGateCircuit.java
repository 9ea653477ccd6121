package ai.vluna.spring.client.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A circuit by Resilience4j. What counts as a failure is decided here, whatever the
 * breaker is configured to record:
 * <ul>
 * <li>a call that was answered, a refusal included, is a success, however many attempts
 * it took;</li>
 * <li>a call that was not answered is a failure, except for a server error that was not
 * repeated, since that is how the gate greets each new principal;</li>
 * <li>a repetition that is not answered says nothing new: otherwise one request that the
 * gate stumbles over would keep it away from all others.</li>
 * </ul>
 *
 * @since 0.1.0
 */
public final class CircuitBreakerGateCircuit implements GateCircuit {

	private static final Log logger = LogFactory.getLog(CircuitBreakerGateCircuit.class);

	private final CircuitBreaker breaker;

	private final int maxRepetitionProbes;

	private final AtomicInteger repetitionProbes = new AtomicInteger();

	private final AtomicBoolean outage = new AtomicBoolean();

	private volatile @Nullable Instant openUntil;

	/**
	 * Create a circuit.
	 * @param breaker the breaker, which nobody else reports to
	 */
	public CircuitBreakerGateCircuit(CircuitBreaker breaker) {
		this.breaker = breaker;
		this.maxRepetitionProbes = Math.max(1,
				breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState() - 1);
	}

	@Override
	public State state() {
		return switch (this.breaker.getState()) {
			case OPEN, FORCED_OPEN -> State.OPEN;
			case HALF_OPEN -> State.HALF_OPEN;
			default -> State.CLOSED;
		};
	}

	@Override
	public @Nullable Passage tryEnter(boolean repetition) {
		boolean reserved = repetition && state() != State.CLOSED;
		if (reserved && this.repetitionProbes.incrementAndGet() > this.maxRepetitionProbes) {
			this.repetitionProbes.decrementAndGet();
			return null;
		}
		if (this.breaker.tryAcquirePermission()) {
			return new Trial(repetition, reserved);
		}
		if (reserved) {
			this.repetitionProbes.decrementAndGet();
		}
		return null;
	}

	@Override
	public String describe() {
		Instant until = this.openUntil;
		if (state() == State.HALF_OPEN) {
			return "circuit half open, others are trying";
		}
		return (until != null) ? "circuit open until " + until : "circuit open";
	}

	private void opened() {
		CircuitBreakerConfig config = this.breaker.getCircuitBreakerConfig();
		long wait = config.getWaitIntervalFunctionInOpenState().apply(1);
		Instant until = config.getClock().instant().plusMillis(wait).truncatedTo(ChronoUnit.MILLIS);
		this.openUntil = until;
		// Once for the whole outage, not again whenever a probe fails.
		if (this.outage.compareAndSet(false, true)) {
			logger.warn("Vluna does not answer: requests fail at once until %s, then a few try again".formatted(until));
		}
	}

	private void answered() {
		// The flag is set after the circuit opened, and so must be read first.
		if (this.outage.get() && state() == State.CLOSED && this.outage.compareAndSet(true, false)) {
			logger.info("Vluna answers again");
		}
	}

	/**
	 * One call. Without events of the breaker, which would be made for every call.
	 */
	private final class Trial implements Passage {

		private final boolean repetition;

		private final boolean reserved;

		private final boolean probe;

		private final long start;

		private final AtomicBoolean over = new AtomicBoolean();

		private int serverErrors;

		private Trial(boolean repetition, boolean reserved) {
			CircuitBreaker breaker = CircuitBreakerGateCircuit.this.breaker;
			this.repetition = repetition;
			this.reserved = reserved;
			this.probe = breaker.getState() == CircuitBreaker.State.HALF_OPEN;
			this.start = breaker.getCurrentTimestamp();
		}

		@Override
		public void attemptFailed(VlunaException failure) {
			if (isServerError(failure)) {
				this.serverErrors++;
			}
		}

		@Override
		public void succeeded() {
			end(null);
		}

		@Override
		public void failed(Throwable failure) {
			if (!(failure instanceof VlunaUnavailableException unanswered)) {
				end(null);
			}
			else if (this.repetition || (isServerError(unanswered) && this.serverErrors < 2)) {
				abandoned();
			}
			else {
				end(unanswered);
			}
		}

		@Override
		public void abandoned() {
			if (isFirstEnd() && this.probe) {
				CircuitBreakerGateCircuit.this.breaker.releasePermission();
			}
		}

		private void end(@Nullable VlunaUnavailableException failure) {
			CircuitBreaker breaker = CircuitBreakerGateCircuit.this.breaker;
			CircuitBreaker.State before = breaker.getState();
			// What began before the outage says nothing about its end.
			boolean stale = before == CircuitBreaker.State.HALF_OPEN && !this.probe;
			if (!isFirstEnd() || stale) {
				return;
			}
			long duration = breaker.getCurrentTimestamp() - this.start;
			if (failure != null) {
				breaker.onError(duration, breaker.getTimestampUnit(), failure);
			}
			else {
				breaker.onSuccess(duration, breaker.getTimestampUnit());
				answered();
			}
			if (before != CircuitBreaker.State.OPEN && breaker.getState() == CircuitBreaker.State.OPEN) {
				opened();
			}
		}

		private boolean isFirstEnd() {
			boolean first = this.over.compareAndSet(false, true);
			if (first && this.reserved) {
				CircuitBreakerGateCircuit.this.repetitionProbes.decrementAndGet();
			}
			return first;
		}

		private static boolean isServerError(VlunaException failure) {
			Integer status = failure.getStatus();
			return status != null && status >= 500;
		}

	}

}
