package ai.vluna.spring.test.gate.http;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.script.Endpoint;

/**
 * What is done at each endpoint.
 */
final class Operations {

	private static final Answer HEALTHY = new Answer(200,
			"{\"ok\":true,\"code\":\"OK\",\"data\":{\"service\":\"vluna\",\"status\":\"healthy\"}}"
				.getBytes(StandardCharsets.UTF_8));

	private final Map<Endpoint, Operation> operations = new EnumMap<>(Endpoint.class);

	Operations() {
		on(Endpoint.AUTHORIZE, (call) -> call.engine().authorize(call.user(), call.key(), call.body()));
		on(Endpoint.COMMIT, (call) -> call.engine().commit(call.user(), call.key(), call.body()));
		on(Endpoint.COMMIT_BATCH, (call) -> call.engine().commitBatch(call.user(), call.body()));
		on(Endpoint.CANCEL, (call) -> call.engine().cancel(call.user(), call.body()));
		on(Endpoint.INGEST, (call) -> call.engine().ingest(call.user(), call.key(), call.body()));
		on(Endpoint.LIMITS, (call) -> call.engine().limits(call.user(), call.query()));
		on(Endpoint.METERS, (call) -> call.engine().meters(call.user(), call.query()));
		on(Endpoint.WALLET_BALANCE, (call) -> call.engine().walletBalance(call.user()));
		on(Endpoint.WALLET_ADJUST, (call) -> call.engine().adjustWallet(call.user(), call.key(), call.body()));
		on(Endpoint.BUDGET_CREATE, (call) -> call.engine().createBudget(call.user(), call.body()));
		on(Endpoint.BUDGET_LIST, (call) -> call.engine().listBudgets(call.user(), call.query()));
		on(Endpoint.BUDGET_GET, (call) -> call.engine().getBudget(call.user(), call.variable("budget_id")));
		on(Endpoint.BUDGET_CLOSE,
				(call) -> call.engine().closeBudget(call.user(), call.variable("budget_id"), call.body()));
		on(Endpoint.EVENT, (call) -> call.engine().recordEvent(call.user(), call.body()));
		on(Endpoint.EVENT_BATCH, (call) -> call.engine().recordEvents(call.user(), call.body()));
		on(Endpoint.TOKEN, (call) -> call.engine().issueToken(call.realm(), call.body()));
		on(Endpoint.USAGE_REPORT, (call) -> call.engine().reportUsage(call.user(), call.body()));
		on(Endpoint.SETTLEMENT_REPORT, (call) -> call.engine().reportSettlements(call.user(), call.body()));
		on(Endpoint.HEALTH, (call) -> HEALTHY);
		addManagement();
	}

	private void addManagement() {
		on(Endpoint.FAMILY_UPSERT, (call) -> call.management().upsertFamily(call.json()));
		on(Endpoint.FEATURE_UPSERT, (call) -> call.management().upsertFeature(call.json()));
		on(Endpoint.BUNDLE_UPSERT, (call) -> call.management().upsertBundle(call.json()));
		on(Endpoint.POLICY_LIST, (call) -> call.management().policies(call.query()));
		on(Endpoint.POLICY_CREATE, (call) -> call.management().createPolicy(call.json()));
		on(Endpoint.POLICY_UPDATE, (call) -> call.management().updatePolicy(call.variable("policy_id"), call.json()));
		on(Endpoint.PLAN_UPSERT, (call) -> call.management().upsertPlan(call.json()));
		on(Endpoint.PLAN_ENTITLE,
				(call) -> call.management().upsertEntitlements(call.variable("plan_id"), call.json()));
		on(Endpoint.PLAN_ASSIGN, (call) -> call.management().assign(call.json()));
		on(Endpoint.ACCOUNT_UPDATE,
				(call) -> call.management().updateAccount(call.variable("billing_account_id"), call.json()));
		on(Endpoint.USER_DISABLE, (call) -> call.management().disableUser(call.variable("billing_user_id")));
		on(Endpoint.USER_RESTORE, (call) -> call.management().restoreUser(call.variable("billing_user_id")));
	}

	private void on(Endpoint endpoint, Operation operation) {
		this.operations.put(endpoint, operation);
	}

	Answer run(GateCall call) {
		Operation operation = this.operations.get(call.request().endpoint());
		if (operation == null) {
			throw new IllegalStateException("Nothing is done at " + call.request().endpoint());
		}
		return operation.run(call);
	}

	/**
	 * What is done at one endpoint.
	 */
	@FunctionalInterface
	interface Operation {

		Answer run(GateCall call);

	}

}
