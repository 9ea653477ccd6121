package ai.vluna.spring.gate;

import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Carries the end of an operation to the gate. Each lease reaches exactly one of the
 * methods, once. A lease that was let in unasked counts against a bound until
 * {@link Lease#finish()} is called, which is to be done once its charge is over.
 *
 * @since 0.1.0
 */
public interface Settlement {

	/**
	 * Return what is in the way of taking the usage of one more operation. Asked for each
	 * operation before the gate is, and once more before its work begins, on whatever
	 * thread: must be quick and must not block.
	 * @return why the operation is not to be let in, and what to do about it, or
	 * {@code null} if nothing is in the way
	 */
	default @Nullable String hindrance() {
		return null;
	}

	/**
	 * Charge the usage: commit it on the lease, or book it without one where the gate
	 * granted none.
	 * <p>
	 * The work of this method begins when it is called, and goes on whoever cancels the
	 * returned publisher. What is promised once the publisher completes depends on the
	 * implementation; while the process lives, the usage is not lost and is charged at
	 * most once.
	 * @param lease the lease
	 * @param usage a usage that the gate can take
	 * @return completes when the caller may have its result; never fails, never emits.
	 * May complete on any thread
	 */
	Mono<Void> charge(Lease lease, Usage usage);

	/**
	 * Release a lease on which nothing is charged. Best effort: the gate reserves nothing
	 * for a lease, so a release that gets lost costs nothing. Does not block.
	 * @param lease the lease
	 */
	void release(Lease lease);

	/**
	 * Keep a usage that is known but that the gate cannot take, for an operator to act
	 * on. Does not block.
	 * @param lease the lease
	 * @param usage the usage, or {@code null} when it is no number at all
	 * @param detail the usage in words and why it cannot be charged
	 */
	void bury(Lease lease, @Nullable Usage usage, String detail);

}
