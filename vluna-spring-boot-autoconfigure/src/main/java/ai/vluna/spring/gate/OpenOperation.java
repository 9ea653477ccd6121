package ai.vluna.spring.gate;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * An admitted operation whose work goes on after its result was handed out, as behind an
 * iterator or the body of a response: whoever follows the result says what it used and
 * how it ended. The first end counts, later ones do nothing.
 * <p>
 * Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public interface OpenOperation {

	/**
	 * Show a value, or the next element of the result, to the extractors. Never throws.
	 * @param value the value
	 */
	void element(Object value);

	/**
	 * Say that there is no value. Never throws.
	 */
	void withoutValue();

	/**
	 * Do a part of the work on the calling thread, so that usage which it reports counts
	 * for this operation.
	 * @param <T> the type of the value
	 * @param <E> the type of exception the part may throw
	 * @param part the part
	 * @return the value of the part
	 * @throws E if the part throws it; the operation goes on
	 */
	<T extends @Nullable Object, E extends Throwable> T part(BilledWork<T, E> part) throws E;

	/**
	 * Let a publisher be the rest of the work: the operation ends with it. It can be
	 * subscribed once, as its work was admitted once.
	 * @param <T> the type of the elements
	 * @param rest the publisher
	 * @return the publisher, billed; it completes after settlement
	 */
	<T> Flux<T> publisher(Publisher<T> rest);

	/**
	 * Say that the work is done. Waits for the settlement on a thread that may block.
	 * @throws MissingUsageException if the work told no usage and the policy is to fail
	 */
	void complete();

	/**
	 * Say that the work ended before it was done: it failed, or nobody wants the rest.
	 * Does not block.
	 */
	void interrupt();

	/**
	 * Interrupt the operation when nobody can reach the result any more, so that results
	 * which nobody finishes or closes come to an end as well.
	 * @param result what everybody holds who may go on with the work; must not be
	 * reachable from this operation
	 */
	void interruptWhenUnreachable(Object result);

}
