package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the budgets of users. It has no memory of keys: a repetition after a restart
 * makes another budget.
 * <p>
 * Creating, reading and closing is recorded, the rest is a reading of the server's public
 * source, its defects included: the list is sorted by age but continued by identifier, so
 * that pages overlap and lose budgets, and a single {@code status} is overlooked.
 */
final class BudgetOperations {

	private static final int DEFAULT_PAGE = 50;

	private static final int LARGEST_PAGE = 200;

	private static final Set<String> STATES = Set.of("active", "closed", "expired", "canceled");

	private final Tables tables;

	private final GateIds ids;

	BudgetOperations(Tables tables, GateIds ids) {
		this.tables = tables;
		this.ids = ids;
	}

	Answer create(View view, BillingUser user, RequestBody body) {
		BudgetRequest request = BudgetRequest.read(body.json());
		String feature = request.feature();
		if (request.scopeKind().equals("feature") && view.catalogue().feature(String.valueOf(feature)) == null) {
			throw Refusal.of(404, "RESOURCE.NOT_FOUND", "feature " + feature + " not found");
		}
		BudgetRow budget = new BudgetRow(this.ids.uuid(), user, request, view.now());
		this.tables.add(budget);
		return Answer.created(budget.toData());
	}

	Answer get(BillingUser user, String id) {
		return Answer.ok(find(user, id).toData());
	}

	Answer close(View view, BillingUser user, String id, RequestBody body) {
		BudgetRow budget = find(user, id);
		ObjectNode further = JsonNodeFactory.instance.objectNode();
		JsonNode reason = body.json().path("reason");
		if (reason.isString()) {
			further.set("close_reason", reason);
		}
		if (body.json().path("metadata") instanceof ObjectNode metadata) {
			further.setAll(metadata);
		}
		budget.close(view.now(), further);
		return Answer.created(budget.toClosedData());
	}

	Answer list(BillingUser user, QueryParameters query) {
		int limit = limit(query.single("limit"));
		String cursor = cursor(query.single("cursor"));
		List<BudgetRow> rows = user.budgets.stream()
			.filter((row) -> cursor == null || row.id.toString().compareTo(cursor) < 0)
			.filter((row) -> matches(row, query))
			.sorted(Comparator.comparing((BudgetRow row) -> row.createdAt).reversed())
			.limit(limit + 1L)
			.toList();
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		ArrayNode items = data.putArray("items");
		rows.stream().limit(limit).map(BudgetRow::toData).forEach(items::add);
		if (rows.size() > limit) {
			data.put("next_cursor", rows.get(limit).id.toString());
		}
		return Answer.ok(data);
	}

	private static boolean matches(BudgetRow row, QueryParameters query) {
		List<String> states = query.repeated("status");
		Set<String> wanted = new HashSet<>(states);
		wanted.retainAll(STATES);
		if (states.size() > 1 && !wanted.isEmpty() && !wanted.contains(row.status())) {
			return false;
		}
		String kind = query.single("scope_kind");
		String feature = query.single("feature");
		return (kind == null || isNothing(kind) || kind.equals(row.request.scopeKind()))
				&& (feature == null || isNothing(feature) || feature.equals(row.request.feature()))
				&& isNamed(row, query.single("name")) && isWithin(query, "window_start", row.request.windowStart())
				&& isWithin(query, "window_end", row.request.windowEnd())
				&& isWithin(query, "created_at", row.createdAt);
	}

	private static boolean isNamed(BudgetRow row, @Nullable String part) {
		String name = row.request.name();
		return part == null || isNothing(part)
				|| name != null && name.toLowerCase(Locale.ROOT).contains(part.trim().toLowerCase(Locale.ROOT));
	}

	private static boolean isWithin(QueryParameters query, String field, @Nullable Instant moment) {
		Instant earliest = query.moment(field + "_ge");
		Instant latest = query.moment(field + "_le");
		return moment == null
				|| (earliest == null || !moment.isBefore(earliest)) && (latest == null || !moment.isAfter(latest));
	}

	private BudgetRow find(BillingUser user, String id) {
		if (!RequestBody.isUuid(id.trim())) {
			throw Refusal.invalid("invalid budget_id");
		}
		BudgetRow budget = this.tables.budgets.get(UUID.fromString(id.trim()));
		if (budget == null || budget.owner != user) {
			throw Refusal.of(404, "RESOURCE.NOT_FOUND", "budget not found");
		}
		return budget;
	}

	private static int limit(@Nullable String text) {
		try {
			double limit = (text != null) ? Double.parseDouble(text) : 0;
			return (limit > 0) ? (int) Math.max(1, Math.min(LARGEST_PAGE, limit)) : DEFAULT_PAGE;
		}
		catch (NumberFormatException ex) {
			return DEFAULT_PAGE;
		}
	}

	private static @Nullable String cursor(@Nullable String text) {
		return (text != null && RequestBody.isUuid(text.trim())) ? text.trim().toLowerCase(Locale.ROOT) : null;
	}

	private static boolean isNothing(@Nullable String text) {
		return text == null || text.isEmpty();
	}

}
