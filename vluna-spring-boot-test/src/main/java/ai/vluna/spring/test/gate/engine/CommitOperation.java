package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Hints;
import ai.vluna.spring.test.gate.protocol.JavaScriptNumber;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.protocol.RequestBody.LeaseToken;

/**
 * Takes usage on a lease. What cannot be charged is quarantined: the answer is 200 and
 * shows the full amount, only a hint tells.
 */
final class CommitOperation {

	private final Tables tables;

	private final GateIds ids;

	private final Duration lateGrace;

	CommitOperation(Tables tables, GateIds ids, LeaseTerms terms) {
		this.tables = tables;
		this.ids = ids;
		this.lateGrace = terms.lateGrace();
	}

	Answer run(View view, BillingUser user, String key, RequestBody body) {
		Answer answer = take(view, user, key, body);
		close(body.leaseToken());
		return answer;
	}

	/**
	 * Takes the usage and leaves the lease open.
	 * @param view what the transaction sees
	 * @param user who asks
	 * @param key the idempotency key
	 * @param body the commit
	 * @return the answer
	 */
	Answer take(View view, BillingUser user, String key, RequestBody body) {
		LeaseToken token = body.leaseToken();
		CommitRequest request = CommitRequest.read(body);
		Feature feature = view.usableFeature(user, request.featureCode());
		Lease lease = this.tables.leases.get(token.id());
		if (lease == null) {
			throw Refusal.notFound("lease not found");
		}
		StoredAnswer known = lease.commits.get(key);
		checkOwner(lease, user, known != null);
		if (known != null) {
			return known.replay(request);
		}
		if (!lease.token.equals(token)) {
			throw Refusal.of(422, "WRITE.INVALID_PAYLOAD", "invalid lease token");
		}
		if (!lease.request.featureCode().equals(request.featureCode())) {
			throw Refusal.of(422, "WRITE.INVALID_PAYLOAD", "feature mismatch for lease");
		}
		this.tables.activeBudget(view, user, lease.request.budgetId());
		if (request.quantity() == JavaScriptNumber.BEYOND_BIGINT) {
			throw Refusal.database("value \"" + body.quantityText() + "\" is out of range for type bigint");
		}
		Tables.checkStorable(key);
		feature = view.withMeters(feature, request.meters());
		Invoice invoice = new Pricing(feature, user.residuals).invoice(request.meters());
		Answer answer = settle(view, feature, lease, key, request, invoice);
		lease.commits.put(key, new StoredAnswer(request, answer));
		return answer;
	}

	private static void checkOwner(Lease lease, BillingUser user, boolean keyKnown) {
		if (lease.owner != user) {
			// The envelope of the key is there, but row level security hides it.
			throw (keyKnown) ? Refusal.of(500, "SERVER.CONFIG", "idempotency envelope missing")
					: Refusal.notFound("lease not found");
		}
	}

	private Answer settle(View view, Feature feature, Lease lease, String key, CommitRequest request, Invoice invoice) {
		Hints hints = new Hints();
		boolean onTime = hintLease(view, lease, hints);
		List<String> unknown = invoice.unknownMeters();
		List<String> unpriced = invoice.unpricedMeters();
		if (!unknown.isEmpty()) {
			hints.meterNotAllowed(request.featureCode(), unknown);
		}
		if (!unpriced.isEmpty()) {
			hints.pricingNotConfigured(request.featureCode(), unpriced);
		}
		boolean charged = onTime && unknown.isEmpty() && unpriced.isEmpty();
		Wallet.Payment payment = (charged) ? charge(view, lease, request, invoice, hints) : null;
		lease.owner.postings.add(new Posting(view.now(), feature, Posting.idOf(lease.budget), invoice, payment));
		record(lease, key, request, invoice, charged);
		return Answer.ok(invoice.toData(request.featureCode(), lease.budget, view.now(), this.ids, hints), hints);
	}

	private boolean hintLease(View view, Lease lease, Hints hints) {
		if (lease.state != Lease.State.ACTIVE) {
			hints.leaseClosed(lease.state.name().toLowerCase(Locale.ROOT));
			return false;
		}
		long late = Duration.between(lease.expiresAt, view.now()).toMillis();
		if (late > 0) {
			hints.leaseExpired(lease.expiresAt, late, this.lateGrace.toMillis());
		}
		return late <= this.lateGrace.toMillis();
	}

	private static Wallet.Payment charge(View view, Lease lease, CommitRequest request, Invoice invoice, Hints hints) {
		BillingUser user = lease.owner;
		Wallet.Payment payment = user.wallet.charge(invoice.amount());
		user.residuals.putAll(invoice.residuals());
		if (lease.budget != null) {
			lease.budget.consume(invoice.amount(), view.now(), hints);
		}
		lease.windows.forEach((window) -> window.count(user, request.quantity(), hints));
		return payment;
	}

	private void record(Lease lease, String key, CommitRequest request, Invoice invoice, boolean charged) {
		LedgerState state = (charged) ? LedgerState.COMMITTED : LedgerState.QUARANTINED;
		LedgerEntry settled = this.tables.ledger.get(lease.ledgerLine)
			.settled(state, request.quantity(), (charged) ? invoice.amount() : 0, key, request.labels(),
					invoice.toLedger());
		if (this.tables.ledger.get(lease.ledgerLine).state() == LedgerState.OPEN) {
			this.tables.ledger.change(lease.ledgerLine, (open) -> settled);
		}
		else {
			this.tables.ledger.add(settled);
		}
	}

	/**
	 * Ends a lease that usage was taken on.
	 * @param token the token of the lease
	 */
	void close(LeaseToken token) {
		Lease lease = this.tables.leases.get(token.id());
		if (lease != null && lease.state == Lease.State.ACTIVE) {
			lease.state = Lease.State.CLOSED;
		}
	}

}
