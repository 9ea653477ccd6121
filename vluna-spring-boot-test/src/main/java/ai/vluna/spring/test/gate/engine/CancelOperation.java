package ai.vluna.spring.test.gate.engine;

import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a lease back. It has no memory of keys, looks only at the identifier of the lease
 * and never at the secret, as the server does.
 */
final class CancelOperation {

	private final Tables tables;

	CancelOperation(Tables tables) {
		this.tables = tables;
	}

	Answer run(View view, BillingUser user, RequestBody body) {
		Lease lease = this.tables.leases.get(body.leaseToken().id());
		if (lease == null || lease.owner != user) {
			throw Refusal.notFound("lease not found");
		}
		boolean open = lease.state == Lease.State.ACTIVE;
		if (open) {
			lease.state = Lease.State.CANCELED;
			this.tables.ledger.change(lease.ledgerLine, LedgerEntry::cancelled);
		}
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("cancelled", open);
		data.put("released_cap", "0");
		data.put("trace_id", "cancel_" + Long.toString(view.now().toEpochMilli(), Character.MAX_RADIX));
		return Answer.ok(data);
	}

}
