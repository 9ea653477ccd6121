package ai.vluna.spring.test.gate.management;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.test.gate.engine.Administration;
import ai.vluna.spring.test.gate.management.PlanRow.Entitlement;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;

/**
 * Writes plans and what they entitle to, and puts accounts on them.
 */
final class PlanManagement {

	private final ManagementTables tables;

	private final PlanProjection projection;

	PlanManagement(ManagementTables tables, PlanProjection projection) {
		this.tables = tables;
		this.projection = projection;
	}

	Answer upsertPlan(Administration work, Fields fields) {
		String code = fields.code("plan_code");
		@Nullable PlanRow known = this.tables.plans.get(code);
		@Nullable Long priority = fields.optionalNumber("priority");
		PlanRow plan = new PlanRow(ManagementTables.write((known != null) ? known.row() : null, "plan", code, work),
				code, fields.text("name"), fields.oneOf("kind", List.of("base", "addon", "promo")),
				(priority != null) ? priority : 0, fields.flag("active", known == null || known.active()),
				fields.object("metadata").text("gate_bundle_key", ""),
				(known != null) ? known.entitlements() : List.of());
		this.tables.plans.put(code, plan);
		this.projection.renew(work);
		return Page.written(known == null, plan.toData());
	}

	Answer upsertEntitlements(Administration work, String planId, Fields fields) {
		PlanRow plan = this.tables.plan(planId);
		boolean append = fields.oneOf("mode", List.of("append", "replace")).equals("append");
		List<Entitlement> entitlements = new ArrayList<>((append) ? plan.entitlements() : List.of());
		for (Fields item : fields.items("items")) {
			String family = this.tables.family(item.code("feature_family_code")).code();
			entitlements.removeIf((entitlement) -> entitlement.family().equals(family));
			entitlements.add(new Entitlement(family, item.oneOf("effect", List.of("allow", "deny"))));
		}
		PlanRow changed = plan.with(List.copyOf(entitlements));
		this.tables.plans.put(plan.code(), changed);
		this.projection.renew(work);
		return new Page(Integer.MAX_VALUE / 2, 0).answer(entitlements.stream().map(changed::toData).toList());
	}

	Answer assign(Administration work, Fields fields) {
		fields.oneOf("assignment_scope", List.of("account"));
		String accountId = fields.text("billing_account_id");
		@Nullable String principal = work.principal(accountId);
		if (principal == null) {
			throw Refusal.notFound("billing account not found");
		}
		PlanRow plan = this.tables.plan(fields.text("plan_id"));
		AssignmentRow assignment = new AssignmentRow(
				Row.first("assignment", Integer.toString(this.tables.assignments.size()), work.now()), accountId,
				principal, plan.code(), fields.text("source_kind"), fields.text("source_ref"),
				moment("window_start", fields.text("window_start")),
				(fields.optionalText("window_end") != null) ? moment("window_end", fields.text("window_end")) : null);
		this.tables.assignments.add(assignment);
		this.projection.renew(work);
		return Page.written(true, assignment.toData(plan));
	}

	private static Instant moment(String name, String text) {
		Instant moment = WireTime.parse(text);
		if (moment == null) {
			throw Refusal.invalid(name + " must be a valid date-time");
		}
		return moment;
	}

}
