package ai.vluna.spring.delivery;

import java.util.List;

import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import reactor.core.publisher.Mono;

/**
 * Sends a charge once, and tells what the gate says of it. Usage of a lease that can no
 * longer be charged is booked at once, without the lease.
 */
final class ChargeSender {

	private final GateOperations gate;

	private final BillingListener listener;

	ChargeSender(GateOperations gate, BillingListener listener) {
		this.gate = gate;
		this.listener = listener;
	}

	/**
	 * Send a charge.
	 * @param charge the charge
	 * @return what was sent last, and what came of it
	 */
	Mono<Attempt> send(Charge charge) {
		return Mono.defer(() -> charge.call().send())
			.doOnNext((response) -> tell(charge.lease(), response.hints()))
			.doOnError(VlunaRejectedException.class, (ex) -> tell(charge.lease(), ex.getHints()))
			.transform(Verdict::on)
			.doOnNext((verdict) -> tell(charge.lease(), verdict))
			.flatMap((verdict) -> (verdict.fate() == Verdict.Fate.BOOK && !charge.isIngest()) ? book(charge)
					: Mono.just(new Attempt(charge, verdict)));
	}

	private void tell(Lease lease, List<Hint> hints) {
		if (!hints.isEmpty()) {
			this.listener.hinted(HintPhase.SETTLED, lease.operation(), lease.subject(), BillingHints.of(hints));
		}
	}

	private void tell(Lease lease, Verdict verdict) {
		if (verdict.asked()) {
			this.listener.answered(lease, verdict.outcome());
		}
	}

	private Mono<Attempt> book(Charge charge) {
		return Mono.fromSupplier(() -> charge.asIngest(this.gate))
			.flatMap(this::send)
			.onErrorResume(
					(ex) -> Mono.just(new Attempt(charge, new Verdict(CommitOutcome.REFUSED, String.valueOf(ex)))));
	}

	/**
	 * A charge that was sent, and what came of it.
	 *
	 * @param charge the charge
	 * @param verdict the verdict
	 */
	record Attempt(Charge charge, Verdict verdict) {

	}

}
