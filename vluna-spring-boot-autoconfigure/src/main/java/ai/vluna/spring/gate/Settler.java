package ai.vluna.spring.gate;

import java.util.List;

import ai.vluna.spring.gate.idempotency.ClaimedKey;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.UnsendableUsageException;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides what the end of the work means for the lease, by the operation's policy, and
 * has it carried out. The first end of a lease counts, later ones do nothing.
 */
final class Settler {

	private final Settlement settlement;

	private final BillingListener listener;

	Settler(Settlement settlement, BillingListener listener) {
		this.settlement = settlement;
		this.listener = listener;
	}

	/**
	 * Settle a lease. The settlement begins at once and does not need a subscriber.
	 * @param lease the lease
	 * @param ending how the work ended
	 * @return completes when the caller may have its result; fails only with
	 * {@link MissingUsageException}, where the policy is to fail
	 */
	Mono<Void> settle(Lease lease, Ending ending) {
		if (!lease.beginSettling()) {
			return Mono.empty();
		}
		try {
			Usage usage = lease.usage().close();
			return (ending == Ending.COMPLETED) ? complete(lease, usage)
					: chargeOrRelease(lease, observed(lease, usage, ending), false);
		}
		catch (UnsendableUsageException ex) {
			boolean counts = ending == Ending.COMPLETED || commitsObserved(lease, ending);
			return counts ? bury(lease, null, String.valueOf(ex.getMessage())) : release(lease, false);
		}
	}

	private Mono<Void> complete(Lease lease, @Nullable Usage usage) {
		if (usage != null) {
			return chargeOrRelease(lease, usage, true);
		}
		this.listener.usageMissing(lease);
		OnMissingUsage policy = lease.policy().onMissingUsage();
		Long estimate = lease.operation().estimatedQuantityMinor();
		if (policy == OnMissingUsage.COMMIT_ESTIMATE && estimate != null) {
			return chargeOrRelease(lease, Usage.of(estimate), true);
		}
		return (policy != OnMissingUsage.FAIL) ? release(lease, true)
				: release(lease, false).then(Mono.error(new MissingUsageException(lease.operation().featureCode())));
	}

	private static @Nullable Usage observed(Lease lease, @Nullable Usage usage, Ending ending) {
		boolean isFinal = ending != Ending.FAILED && usage != null && usage.terminal();
		return (commitsObserved(lease, ending) || (isFinal && !mayBeRepeated(lease, ending))) ? usage : null;
	}

	private static boolean commitsObserved(Lease lease, Ending ending) {
		OperationPolicy policy = lease.policy();
		return !isRepeatable(lease) && ((ending == Ending.FAILED) ? policy.onFailure() == OnFailure.COMMIT_OBSERVED
				: policy.onInterruption() == OnInterruption.COMMIT_OBSERVED);
	}

	private static boolean mayBeRepeated(Lease lease, Ending ending) {
		// Nobody repeats a stream that its subscriber left, but for another instance
		// under the same key.
		return (ending != Ending.ABANDONED) ? isRepeatable(lease) : hasStableKey(lease);
	}

	private static boolean isRepeatable(Lease lease) {
		// A partial commit of one attempt would turn the next one's into a duplicate.
		// Under a caller's key there is no next attempt once something was charged:
		// callers must not get around the policy.
		return hasStableKey(lease) || (lease.operation().attempts() != null && lease.admission() != Admission.ABSORBED);
	}

	private static boolean hasStableKey(Lease lease) {
		return lease.operation().key() != null && lease.admission() != Admission.ABSORBED;
	}

	private Mono<Void> chargeOrRelease(Lease lease, @Nullable Usage usage, boolean done) {
		if (usage == null || usage.isZero()) {
			if (usage != null && lease.admission() == Admission.ABSORBED) {
				// Zero is a value, and for the operation around it something else than
				// no usage at all.
				lease.absorber().usage().absorb(usage);
			}
			return release(lease, done);
		}
		if (lease.admission() == Admission.UNASKED) {
			return measured(lease, lease.metered(usage));
		}
		if (!usage.isSendable()) {
			return bury(lease, usage, usage + " is not made of integers from 1 to 2^53-1");
		}
		if (lease.admission() == Admission.ABSORBED) {
			handOver(lease, usage, lease.absorber());
			lease.end(Lease.State.HANDED_OVER);
			return Mono.empty();
		}
		Mono<Void> charged = this.settlement.charge(lease, lease.metered(usage));
		// Not before the charge began: who waits for the end of all work would miss it.
		// The same goes for usage that is handed over or buried.
		lease.end((lease.admission() == Admission.GRANTED) ? Lease.State.COMMITTED : Lease.State.HANDED_OVER);
		return remembered(lease, true, charged);
	}

	private Mono<Void> release(Lease lease, boolean done) {
		boolean another = isRepeatable(lease) || (lease.claimedKey() != null && !done);
		lease.end(another ? Lease.State.LEFT_OPEN : Lease.State.CANCELLED);
		if (another) {
			lease.leave();
		}
		lease.finish();
		if (!another && lease.admission() == Admission.GRANTED) {
			this.settlement.release(lease);
		}
		this.listener.settled(lease, another ? SettlementResult.LEFT_OPEN : SettlementResult.CANCELLED, null);
		return remembered(lease, done, Mono.empty());
	}

	private static Mono<Void> remembered(Lease lease, boolean done, Mono<Void> settled) {
		ClaimedKey key = lease.claimedKey();
		// Whether or not anybody waits for it.
		return (key != null) ? Mono.fromFuture(settled.then(done ? key.done() : key.failed()).toFuture(), true)
				: settled;
	}

	private Mono<Void> measured(Lease lease, @Nullable Usage usage) {
		lease.end(Lease.State.CANCELLED);
		this.listener.settled(lease, SettlementResult.MEASURED, usage);
		return Mono.empty();
	}

	private void handOver(Lease lease, Usage usage, Lease absorber) {
		if (absorber.usage().absorb(usage)) {
			this.listener.settled(lease, SettlementResult.ABSORBED, usage);
		}
		else {
			absorber.whenEnded((end) -> handOverLate(lease, usage, absorber, end));
		}
	}

	private void handOverLate(Lease lease, Usage usage, Lease absorber, Lease.State end) {
		boolean charged = end == Lease.State.COMMITTED || end == Lease.State.HANDED_OVER;
		if (!charged || !absorber.usage().countsAbsorbed()) {
			this.listener.settled(lease, SettlementResult.CANCELLED, null);
		}
		else if (absorber.admission() == Admission.ABSORBED) {
			handOver(lease, usage, absorber.absorber());
		}
		else {
			this.listener.settled(lease, SettlementResult.LATE, usage);
			Lease late = lease.lateFor(absorber);
			this.settlement.charge(late, late.metered(usage.withMeters(List.of())));
		}
	}

	private Mono<Void> bury(Lease lease, @Nullable Usage usage, String detail) {
		if (lease.admission() == Admission.UNASKED) {
			return measured(lease, usage);
		}
		try {
			this.settlement.bury(lease, usage, detail);
		}
		finally {
			lease.end(Lease.State.HANDED_OVER);
		}
		return remembered(lease, true, Mono.empty());
	}

	/**
	 * How work can end.
	 */
	enum Ending {

		/**
		 * The work returned, or its stream completed.
		 */
		COMPLETED,

		/**
		 * The work failed.
		 */
		FAILED,

		/**
		 * A stream ended before its completion.
		 */
		INTERRUPTED,

		/**
		 * The subscriber left before the end.
		 */
		ABANDONED

	}

}
