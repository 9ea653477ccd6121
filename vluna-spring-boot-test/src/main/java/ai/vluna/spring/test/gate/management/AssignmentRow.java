package ai.vluna.spring.test.gate.management;

import java.time.Instant;

import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An account on a plan.
 *
 * @param row what every row has
 * @param accountId the billing account
 * @param principal its principal id
 * @param planCode the code of the plan
 * @param sourceKind who decided
 * @param sourceRef what they call it
 * @param start when it begins
 * @param end when it ends, {@code null} if it does not
 */
record AssignmentRow(Row row, String accountId, String principal, String planCode, String sourceKind, String sourceRef,
		Instant start, @Nullable Instant end) {

	boolean current(Instant now) {
		return !now.isBefore(this.start) && (this.end == null || now.isBefore(this.end));
	}

	ObjectNode toData(PlanRow plan) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("assignment_id", this.row.id());
		data.put("billing_account_id", this.accountId);
		data.put("assignment_scope", "account");
		data.putNull("billing_user_id");
		data.put("plan_id", plan.row().id());
		data.put("plan_code", this.planCode);
		data.putNull("subscription_item_id");
		data.put("source_kind", this.sourceKind);
		data.put("source_ref", this.sourceRef);
		data.put("window_start", WireTime.format(this.start));
		data.put("window_end", (this.end != null) ? WireTime.format(this.end) : null);
		data.put("status", "active");
		data.putObject("metadata");
		this.row.writeTimes(data);
		return data;
	}

}
