package ai.vluna.spring.test.gate.engine;

import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes usage on several leases, which it ends only after the last item. Its defects are
 * the server's: hints are lost, and an item that the database refuses takes back all
 * items before it, although the answer still calls them committed.
 */
final class BatchCommitOperation {

	private static final String ABORTED = "current transaction is aborted, commands ignored until end of transaction block";

	private final Tables tables;

	private final CommitOperation commit;

	BatchCommitOperation(Tables tables, CommitOperation commit) {
		this.tables = tables;
		this.commit = commit;
	}

	Answer run(View view, BillingUser user, RequestBody body) {
		List<RequestBody> items = body.items();
		items.forEach(RequestBody::itemKey);
		Savepoint savepoint = Savepoint.of(view, user, this.tables, items);
		List<RequestBody> committed = new ArrayList<>();
		boolean aborted = false;
		ArrayNode results = JsonNodeFactory.instance.arrayNode();
		for (RequestBody item : items) {
			ObjectNode result = results.addObject().put("index", results.size() - 1);
			try {
				Answer answer = take(view, user, item, aborted);
				committed.add(item);
				result.put("status", "committed").set("commit", answer.data());
			}
			catch (Refusal ex) {
				aborted |= ex.databaseError() != null;
				refuse(result, ex);
			}
		}
		if (aborted) {
			savepoint.rollBack();
		}
		else {
			committed.forEach((item) -> this.commit.close(item.leaseToken()));
		}
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.set("items", results);
		data.put("committed_count", committed.size());
		data.put("failed_count", items.size() - committed.size());
		return Answer.ok(data);
	}

	private Answer take(View view, BillingUser user, RequestBody item, boolean aborted) {
		String key = item.itemKey();
		if (key.isEmpty()) {
			throw Refusal.invalid("idempotency_key is required for each batch item");
		}
		if (aborted) {
			checkBeforeTheDatabase(item);
			throw Refusal.database(ABORTED);
		}
		return this.commit.take(view, user, key, item);
	}

	private static void checkBeforeTheDatabase(RequestBody item) {
		try {
			item.leaseToken();
			CommitRequest.read(item);
		}
		catch (Refusal ex) {
			if (ex.databaseError() == null) {
				throw ex;
			}
		}
	}

	private static void refuse(ObjectNode result, Refusal refusal) {
		@Nullable String databaseError = refusal.databaseError();
		result.put("status", (refusal.status() == 422) ? "invalid" : "failed");
		ObjectNode error = result.putObject("error");
		error.put("type", (databaseError != null) ? "SERVER.ERROR" : refusal.code());
		error.put("details", (databaseError != null) ? databaseError : refusal.getMessage());
	}

}
