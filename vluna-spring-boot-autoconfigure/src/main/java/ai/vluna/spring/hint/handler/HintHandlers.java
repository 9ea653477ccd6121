package ai.vluna.spring.hint.handler;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.hint.BillingHint;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.ResolvableType;
import org.springframework.util.function.SingletonSupplier;

/**
 * The hint handlers of an application, in order. They are called on a scheduler, so that
 * the gate's answer goes its way on whatever thread it came.
 *
 * @since 0.1.0
 */
public final class HintHandlers implements BillingListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(HintHandlers.class);

	private final Supplier<List<Candidate>> candidates;

	private final Scheduler scheduler;

	private final LongAdder failures = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final Set<Object> logged = ConcurrentHashMap.newKeySet();

	/**
	 * Create the handlers.
	 * @param candidates asked for the handlers in order, on the scheduler when the first
	 * hints come: they may themselves need what bills
	 * @param scheduler calls them, and is disposed with them; it keeps the order of the
	 * answers if it has a single thread, and should be bounded
	 */
	public HintHandlers(Supplier<List<Candidate>> candidates, Scheduler scheduler) {
		this.candidates = SingletonSupplier.of(candidates);
		this.scheduler = scheduler;
	}

	@Override
	public void hinted(HintPhase phase, Operation operation, BillingSubject subject, BillingHints hints) {
		try {
			HintOccasion occasion = new HintOccasion(phase, operation, subject);
			this.scheduler.schedule(() -> hints.all().forEach((hint) -> handle(hint, occasion)));
		}
		catch (RejectedExecutionException ex) {
			this.dropped.increment();
			if (this.logged.add(this.dropped)) {
				logger.warn("Hints are dropped, as the handlers are too slow for them; told once");
			}
		}
	}

	/**
	 * Return how often a handler failed.
	 * @return the number of failures so far
	 */
	public long failures() {
		return this.failures.sum();
	}

	/**
	 * Return of how many answers the hints were dropped.
	 * @return the number of answers so far
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Stop calling the handlers. Hints that wait for them are dropped.
	 */
	@Override
	public void close() {
		this.scheduler.dispose();
	}

	private void handle(BillingHint hint, HintOccasion occasion) {
		for (Candidate candidate : this.candidates.get()) {
			try {
				candidate.handle(hint, occasion);
			}
			catch (Throwable ex) {
				this.failures.increment();
				if (this.logged.add(candidate)) {
					logger.warn("A BillingHintHandler failed, which is ignored and told once: %s"
						.formatted(candidate.handler().getClass().getName()), ex);
				}
			}
		}
	}

	/**
	 * A handler and the type of the hints it gets.
	 *
	 * @param handler the handler
	 * @param hintType the type
	 */
	public record Candidate(BillingHintHandler<?> handler, Class<?> hintType) {

		/**
		 * Create a candidate from what is declared about a handler.
		 * @param handler the handler
		 * @param declared the types that are known of it: the first that tells the type
		 * of the hints counts
		 * @return the candidate; one of whose hints nothing is told gets all
		 */
		public static Candidate of(BillingHintHandler<?> handler, ResolvableType... declared) {
			for (ResolvableType type : declared) {
				Class<?> hintType = type.as(BillingHintHandler.class).getGeneric(0).resolve();
				if (hintType != null) {
					return new Candidate(handler, hintType);
				}
			}
			return new Candidate(handler, BillingHint.class);
		}

		@SuppressWarnings("unchecked")
		private void handle(BillingHint hint, HintOccasion occasion) {
			if (this.hintType.isInstance(hint)) {
				((BillingHintHandler<BillingHint>) this.handler).handle(hint, occasion);
			}
		}

	}

}
