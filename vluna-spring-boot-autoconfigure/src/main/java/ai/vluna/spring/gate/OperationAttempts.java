package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.Lease.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Makes several attempts one logical operation: make one instance for the operation and
 * give it to each attempt. An attempt that does not succeed settles nothing; its lease
 * serves the next one, and after the last it is left open and expires. A denial holds for
 * the attempts that follow, without asking the gate again.
 * <p>
 * What an attempt left serves one other at a time, and only the same subject, feature and
 * key. An attempt that finds nothing begins a new operation, so that an instance may
 * outlive its operation.
 *
 * @since 0.1.0
 */
public final class OperationAttempts {

	private final long memory;

	private final AtomicReference<@Nullable Left> left = new AtomicReference<>();

	private volatile @Nullable Denied denied;

	/**
	 * Create the attempts of one operation.
	 */
	public OperationAttempts() {
		this(Duration.ofNanos(Long.MAX_VALUE));
	}

	/**
	 * Create attempts that may be those of several operations, one after the other.
	 * @param memory how long what an attempt left belongs to the same operation
	 */
	public OperationAttempts(Duration memory) {
		this.memory = memory.toNanos();
	}

	/**
	 * Take what the attempt before left.
	 * @param operation the operation
	 * @param subject who pays
	 * @return the keys and, if there is one, the lease, or {@code null} when there is
	 * nothing for this attempt
	 */
	@Nullable Left take(Operation operation, BillingSubject subject) {
		Left left = this.left.get();
		return (left != null && left.claim().equals(Claim.of(operation, subject)) && isRemembered(left.since())
				&& this.left.compareAndSet(left, null)) ? left : null;
	}

	/**
	 * Leave what was granted to the next attempt.
	 * @param operation the operation
	 * @param subject who pays
	 * @param keyDigest what all keys of the operation are made of
	 * @param answer what the gate said, with a token if it granted one
	 */
	void leave(Operation operation, BillingSubject subject, String keyDigest, Answer answer) {
		this.left.set(new Left(Claim.of(operation, subject), keyDigest, answer, System.nanoTime()));
	}

	/**
	 * Return the denial of an attempt before.
	 * @param operation the operation
	 * @param subject who pays
	 * @return the denial, or {@code null} when the gate is to be asked
	 */
	@Nullable BillingDeniedException denialOf(Operation operation, BillingSubject subject) {
		Denied denied = this.denied;
		return (denied != null && denied.claim().equals(Claim.of(operation, subject)) && isRemembered(denied.since()))
				? denied.denial() : null;
	}

	void deny(Operation operation, BillingSubject subject, BillingDeniedException denial) {
		this.denied = new Denied(Claim.of(operation, subject), denial, System.nanoTime());
	}

	private boolean isRemembered(long since) {
		return System.nanoTime() - since < this.memory;
	}

	/**
	 * Whose attempt it is.
	 *
	 * @param subject who pays
	 * @param featureCode the feature
	 * @param key the stable key, if any
	 * @param callerKey the caller's key, if any
	 */
	private record Claim(BillingSubject subject, String featureCode, @Nullable String key, @Nullable String callerKey) {

		private static Claim of(Operation operation, BillingSubject subject) {
			return new Claim(subject, operation.featureCode(), operation.key(), operation.callerKey());
		}

	}

	/**
	 * What an attempt left to the next one.
	 *
	 * @param claim whose attempt it was
	 * @param keyDigest what all keys of the operation are made of
	 * @param answer what the gate said, with a token if it granted one
	 * @param since when it was left
	 */
	record Left(Claim claim, String keyDigest, Answer answer, long since) {

	}

	/**
	 * What the gate denied.
	 *
	 * @param claim whose attempt it was
	 * @param denial the denial
	 * @param since when it was denied
	 */
	private record Denied(Claim claim, BillingDeniedException denial, long since) {

	}

}
