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
		on(Endpoint.CANCEL, (call) -> call.engine().cancel(call.user(), call.body()));
		on(Endpoint.INGEST, (call) -> call.engine().ingest(call.user(), call.key(), call.body()));
		on(Endpoint.LIMITS, (call) -> call.engine().limits(call.user(), call.query()));
		on(Endpoint.METERS, (call) -> call.engine().meters(call.user(), call.query()));
		on(Endpoint.HEALTH, (call) -> HEALTHY);
		addManagement();
	}

	private void addManagement() {
		on(Endpoint.UPSERT_FEATURE_FAMILY, (call) -> call.management().upsertFamily(call.json()));
		on(Endpoint.UPSERT_FEATURE, (call) -> call.management().upsertFeature(call.json()));
		on(Endpoint.UPSERT_POLICY_BUNDLE, (call) -> call.management().upsertBundle(call.json()));
		on(Endpoint.LIST_POLICIES, (call) -> call.management().policies(call.parameters()));
		on(Endpoint.CREATE_POLICY, (call) -> call.management().createPolicy(call.json()));
		on(Endpoint.UPDATE_POLICY,
				(call) -> call.management().updatePolicy(call.pathVariable("policy_id"), call.json()));
		on(Endpoint.UPSERT_PLAN, (call) -> call.management().upsertPlan(call.json()));
		on(Endpoint.UPSERT_ENTITLEMENTS,
				(call) -> call.management().upsertEntitlements(call.pathVariable("plan_id"), call.json()));
		on(Endpoint.ASSIGN_PLAN, (call) -> call.management().assign(call.json()));
		on(Endpoint.UPDATE_ACCOUNT,
				(call) -> call.management().updateAccount(call.pathVariable("billing_account_id"), call.json()));
		on(Endpoint.DISABLE_USER, (call) -> call.management().disableUser(call.pathVariable("billing_user_id")));
		on(Endpoint.RESTORE_USER, (call) -> call.management().restoreUser(call.pathVariable("billing_user_id")));
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
