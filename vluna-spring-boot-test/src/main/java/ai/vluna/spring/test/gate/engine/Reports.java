package ai.vluna.spring.test.gate.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import ai.vluna.spring.test.gate.protocol.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sums up what a user has used and how it was paid.
 * <p>
 * This is a reading of the published contract. The open server has no such endpoints and
 * answers 404; comparisons, rankings and filters by metric are left out here.
 */
final class Reports {

	static final ReportQuery.Kind USAGE = new ReportQuery.Kind(
			List.of(ReportQuery.BUCKET, "billing_account_id", "billing_user_id", "feature_code", "feature_family_code",
					"meter_code"),
			List.of("quantity_minor", "amount_xusd", "cost_xusd", "margin_xusd", "commit_count", "line_count"));

	static final ReportQuery.Kind SETTLEMENTS = new ReportQuery.Kind(
			List.of(ReportQuery.BUCKET, "billing_account_id", "billing_user_id", "feature_code", "feature_family_code",
					"funding_kind", "application_status", "budget_id", "settlement_state"),
			List.of("allocated_amount_xusd", "applied_amount_xusd", "applied_cost_xusd", "settlement_count"));

	private Reports() {
	}

	static Answer usage(ReportQuery query, BillingUser user, List<Posting> postings) {
		Reports.Table table = new Table(query);
		for (Posting posting : postings) {
			if (posting.payment() != null && query.covers(posting.at())) {
				long first = 1;
				for (Invoice.Line line : posting.invoice().lines()) {
					Map<String, @Nullable String> dimensions = dimensions(query, user, posting);
					dimensions.put("meter_code", line.meter().code());
					table.add(dimensions, Map.of("quantity_minor", line.meter().quantity(), "amount_xusd",
							line.amount(), "cost_xusd", line.amount(), "commit_count", first, "line_count", 1L));
					first = 0;
				}
			}
		}
		return table.toAnswer();
	}

	static Answer settlements(ReportQuery query, BillingUser user, List<Posting> postings) {
		Reports.Table table = new Table(query);
		for (Posting posting : postings) {
			if (query.covers(posting.at())) {
				Wallet.Payment payment = posting.payment();
				if (payment == null || payment.taken() + payment.owed() == 0) {
					settle(table, dimensions(query, user, posting), posting, null, 0);
				}
				else {
					settle(table, dimensions(query, user, posting), posting, "cash", payment.taken());
					settle(table, dimensions(query, user, posting), posting, "fallback", payment.owed());
				}
			}
		}
		return table.toAnswer();
	}

	private static void settle(Table table, Map<String, @Nullable String> dimensions, Posting posting,
			@Nullable String funding, long amount) {
		if (funding != null && amount == 0) {
			return;
		}
		dimensions.put("funding_kind", funding);
		dimensions.put("application_status", (posting.payment() != null) ? "applied" : "quarantined");
		dimensions.put("budget_id", (posting.budget() != null) ? posting.budget().toString() : null);
		dimensions.put("settlement_state", "pending");
		table.add(dimensions, Map.of("allocated_amount_xusd", amount, "applied_amount_xusd", amount,
				"applied_cost_xusd", amount, "settlement_count", 1L));
	}

	private static Map<String, @Nullable String> dimensions(ReportQuery query, BillingUser user, Posting posting) {
		Map<String, @Nullable String> dimensions = new HashMap<>();
		dimensions.put(ReportQuery.BUCKET, query.bucket(posting.at()));
		dimensions.put("billing_account_id", user.account.id.toString());
		dimensions.put("billing_user_id", user.id.toString());
		dimensions.put("feature_code", posting.feature().code());
		dimensions.put("feature_family_code", posting.feature().family());
		return dimensions;
	}

	/**
	 * Rows that add up as they come.
	 */
	private static final class Table {

		private final ReportQuery query;

		private final Map<String, ObjectNode> rows = new TreeMap<>();

		private final Map<String, Map<String, Long>> sums = new HashMap<>();

		Table(ReportQuery query) {
			this.query = query;
		}

		void add(Map<String, @Nullable String> dimensions, Map<String, Long> metrics) {
			for (Map.Entry<String, Set<String>> filter : this.query.filters().entrySet()) {
				if (!filter.getValue().contains(String.valueOf(dimensions.get(filter.getKey())))) {
					return;
				}
			}
			ObjectNode row = JsonNodeFactory.instance.objectNode();
			for (String dimension : this.query.groupBy()) {
				String value = dimensions.get(dimension);
				if (value != null) {
					row.put(dimension, value);
				}
			}
			this.rows.putIfAbsent(row.toString(), row);
			Map<String, Long> sums = this.sums.computeIfAbsent(row.toString(), (key) -> new HashMap<>());
			metrics.forEach((metric, value) -> sums.merge(metric, value, Long::sum));
		}

		Answer toAnswer() {
			List<String> keys = new ArrayList<>(this.rows.keySet());
			int start = Math.min(this.query.page().start(), keys.size());
			int end = Math.min(start + this.query.page().limit(), keys.size());
			ObjectNode data = JsonNodeFactory.instance.objectNode();
			data.put("granularity", this.query.granularity());
			this.query.groupBy().forEach(data.putArray("group_by")::add);
			this.query.metrics().forEach(data.putArray("metrics")::add);
			ArrayNode page = data.putArray("rows");
			keys.subList(start, end).forEach((key) -> page.add(toRow(key)));
			ObjectNode meta = JsonNodeFactory.instance.objectNode();
			meta.put("has_more", end < keys.size());
			meta.put("next_cursor", (end < keys.size()) ? Integer.toString(end) : null);
			meta.put("limit", this.query.page().limit());
			return Answer.page(data, meta);
		}

		private ObjectNode toRow(String key) {
			ObjectNode row = Objects.requireNonNull(this.rows.get(key)).deepCopy();
			for (String metric : this.query.metrics()) {
				long sum = Objects.requireNonNull(this.sums.get(key)).getOrDefault(metric, 0L);
				if (metric.endsWith("_count")) {
					row.put(metric, sum);
				}
				else {
					row.put(metric, Long.toString(sum));
				}
			}
			return row;
		}

	}

}
