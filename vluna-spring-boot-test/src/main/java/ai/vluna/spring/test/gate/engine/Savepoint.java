package ai.vluna.spring.test.gate.engine;

import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Puts back whatever commits on some leases may change.
 */
final class Savepoint {

	private final List<Runnable> undo = new ArrayList<>();

	private Savepoint() {
	}

	static Savepoint of(View view, BillingUser user, Tables tables, List<RequestBody> commits) {
		Savepoint savepoint = new Savepoint();
		savepoint.undo.add(view.remember());
		savepoint.undo.add(user.remember());
		List<Integer> lines = new ArrayList<>();
		for (RequestBody commit : commits) {
			Lease lease = find(tables, commit);
			if (lease != null) {
				savepoint.undo.add(lease.remember());
				lines.add(lease.ledgerLine);
			}
		}
		savepoint.undo.add(tables.ledger.remember(lines));
		return savepoint;
	}

	private static @Nullable Lease find(Tables tables, RequestBody commit) {
		try {
			return tables.leases.get(commit.leaseToken().id());
		}
		catch (Refusal ex) {
			return null;
		}
	}

	void rollBack() {
		this.undo.forEach(Runnable::run);
	}

}
