package ai.vluna.spring.gate;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Told of what happens to operations, for metrics, logs and events. Called on whatever
 * thread it happens on, event loops included: implementations must be quick, must not
 * block and must not throw.
 *
 * @since 0.1.0
 */
public interface BillingListener {

	/**
	 * Work was let in.
	 * @param lease the lease, open
	 * @param nanos how long admission took, in nanoseconds
	 */
	default void admitted(Lease lease, long nanos) {
	}

	/**
	 * Work was refused, or would have been if the mode did not tolerate it.
	 * @param operation the operation
	 * @param subject who was to pay
	 * @param refusal why
	 * @param nanos how long the refusal took, in nanoseconds
	 */
	default void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
	}

	/**
	 * The settlement of a lease came to a result. A charge that was reported as
	 * unconfirmed is reported again when its fate is known. The booking of late usage is
	 * reported under a lease of its own that was never told as admitted.
	 * @param lease the lease
	 * @param result the result
	 * @param usage the usage, or {@code null} when none was to be charged
	 */
	default void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
	}

	/**
	 * A commit or a booking was answered, or was not. Told of each request, before the
	 * settlement that follows from it.
	 * @param lease the lease
	 * @param outcome what the answer means
	 */
	default void answered(Lease lease, CommitOutcome outcome) {
	}

	/**
	 * An answer of the gate brought hints. Told once for each answer, before what follows
	 * from it.
	 * @param phase which answer
	 * @param operation the operation
	 * @param subject who pays
	 * @param hints the hints, at least one
	 */
	default void hinted(HintPhase phase, Operation operation, BillingSubject subject, BillingHints hints) {
	}

	/**
	 * Successful work told no usage.
	 * @param lease the lease
	 */
	default void usageMissing(Lease lease) {
	}

	/**
	 * An extractor failed and was taken as having told nothing.
	 * @param operation the operation
	 * @param failure the failure
	 */
	default void extractionFailed(Operation operation, Exception failure) {
	}

}
