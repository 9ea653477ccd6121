package ai.vluna.spring.client;

import java.util.Map;

import ai.vluna.spring.client.protocol.billing.Budget;
import ai.vluna.spring.client.protocol.billing.BudgetRequest;
import ai.vluna.spring.client.protocol.billing.BudgetsQuery;
import ai.vluna.spring.client.protocol.billing.ClosedBudget;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of a user, such as one for each run of an agent. An operation that names a
 * budget is denied when nothing of it is left, and charged to it.
 *
 * @since 0.1.0
 */
public final class BudgetOperations {

	// The most that the gate gives.
	private static final int PAGE_SIZE = 200;

	private final VlunaClient client;

	BudgetOperations(VlunaClient client) {
		this.client = client;
	}

	/**
	 * Prepare a new budget, {@code POST /mgt/v1/budgets}.
	 * <p>
	 * The gate remembers the key in the memory of one process only: when it is not
	 * answered and restarts at that moment, a repetition creates a second budget. Refused
	 * with 404 for an unknown feature and 422 for a scope or limit that cannot be read.
	 * @param context the subject and the idempotency key
	 * @param request the budget
	 * @return a call that can be sent any number of times under the same key
	 */
	public VlunaCall<Budget> create(CallContext context, BudgetRequest request) {
		return this.client.call(context.requireUser().requireKey(), VlunaRequest.post("/budgets").body(request),
				Budget.class);
	}

	/**
	 * List budgets, {@code GET /mgt/v1/budgets}.
	 * <p>
	 * The gate orders them by time and continues by id, so that a list of more than 200
	 * budgets is not complete: ask for fewer.
	 * @param context the subject
	 * @param query which budgets
	 * @return the budgets, the newest first
	 */
	public VlunaPages<Budget> list(CallContext context, BudgetsQuery query) {
		VlunaRequest request = VlunaRequest.get("/budgets").query("limit", PAGE_SIZE);
		if (query.statuses().size() == 1) {
			// The gate ignores a status that comes alone.
			request = request.query("status", query.statuses().get(0), query.statuses().get(0));
		}
		else {
			request = request.query("status", query.statuses().toArray());
		}
		request = (query.name() != null) ? request.query("name", query.name()) : request;
		request = (query.feature() != null) ? request.query("feature", query.feature()) : request;
		return this.client.pages(context.requireUser(), request, Budget.class);
	}

	/**
	 * Prepare the question for a budget, {@code GET /mgt/v1/budgets/{budget_id}}.
	 * <p>
	 * Refused with 404 when the user has no such budget, and 422 when the id is no UUID.
	 * @param context the subject
	 * @param budgetId the budget
	 * @return a call that can be sent any number of times
	 */
	public VlunaCall<Budget> get(CallContext context, String budgetId) {
		return this.client.call(context.requireUser(), VlunaRequest.get("/budgets/{budget_id}", budgetId),
				Budget.class);
	}

	/**
	 * Prepare the end of a budget, {@code POST /mgt/v1/budgets/{budget_id}/close}.
	 * <p>
	 * From then on, work that names it is denied, and so is the commit of work that is
	 * still under way (422), whose usage is lost: close when all leases are settled.
	 * Closing again changes nothing.
	 * @param context the subject and the idempotency key
	 * @param budgetId the budget
	 * @param reason why, for people
	 * @return a call that can be sent any number of times under the same key
	 */
	public VlunaCall<ClosedBudget> close(CallContext context, String budgetId, @Nullable String reason) {
		VlunaRequest request = VlunaRequest.post("/budgets/{budget_id}/close", budgetId);
		return this.client.call(context.requireUser().requireKey(),
				(reason != null) ? request.body(Map.of("reason", reason)) : request, ClosedBudget.class);
	}

}
