package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.WireTime;
import tools.jackson.databind.JsonNode;

/**
 * What a report is asked for.
 *
 * @param from the first moment
 * @param to the first moment after it
 * @param granularity whether a bucket is a day or a month
 * @param wholeTime whether there is one bucket for all of the time
 * @param groupBy what rows are told apart by
 * @param metrics what is counted
 * @param filters the values that dimensions may have
 * @param page where the page begins and how long it is
 */
record ReportQuery(Instant from, Instant to, String granularity, boolean wholeTime, List<String> groupBy,
		List<String> metrics, Map<String, Set<String>> filters, Page page) {

	static final String BUCKET = "bucket_start";

	static ReportQuery read(JsonNode json, Kind kind) {
		JsonNode time = json.path("time");
		String granularity = time.path("granularity").asString("");
		if (!granularity.equals("day") && !granularity.equals("month")) {
			throw Refusal.invalid("time.granularity must be day or month");
		}
		Set<String> groupBy = new LinkedHashSet<>(List.of(BUCKET));
		groupBy.addAll(known(json, "group_by", kind.dimensions()));
		String aggregate = json.path("aggregate").asString("series");
		if (aggregate.equals("total") && groupBy.size() > 1) {
			throw Refusal.invalid("group_by must be bucket_start only when aggregate=total");
		}
		List<String> metrics = known(json, "metrics", kind.metrics());
		return new ReportQuery(moment(time, "from"), moment(time, "to"), granularity, !aggregate.equals("series"),
				List.copyOf(groupBy), (metrics.isEmpty()) ? kind.metrics() : metrics, filters(json, kind),
				Page.read(json));
	}

	private static Instant moment(JsonNode time, String field) {
		String text = time.path(field).asString("");
		Instant moment = WireTime.parse(text);
		if (moment == null || !text.endsWith("Z")) {
			throw Refusal.invalid("time." + field + " must be a UTC date-time");
		}
		return moment;
	}

	private static List<String> known(JsonNode json, String field, List<String> allowed) {
		List<String> names = new ArrayList<>();
		for (JsonNode name : json.path(field)) {
			if (!allowed.contains(name.asString(""))) {
				throw Refusal.invalid(field + " has an unknown value");
			}
			names.add(name.stringValue());
		}
		return names;
	}

	private static Map<String, Set<String>> filters(JsonNode json, Kind kind) {
		Map<String, Set<String>> filters = new HashMap<>();
		for (JsonNode filter : json.path("dim_filters")) {
			String field = filter.path("field").asString("");
			if (!kind.dimensions().contains(field)) {
				throw Refusal.invalid("dim_filters has an unknown field");
			}
			JsonNode value = filter.path("value");
			Set<String> values = new LinkedHashSet<>();
			if (value.isArray()) {
				value.forEach((one) -> values.add(one.asString("")));
			}
			else {
				values.add(value.asString(""));
			}
			filters.put(field, values);
		}
		return filters;
	}

	boolean covers(Instant moment) {
		return !moment.isBefore(this.from) && moment.isBefore(this.to);
	}

	String bucket(Instant moment) {
		if (this.wholeTime) {
			return WireTime.format(this.from);
		}
		Instant day = moment.truncatedTo(ChronoUnit.DAYS);
		boolean month = this.granularity.equals("month");
		return WireTime.format((month) ? day.atOffset(ZoneOffset.UTC).withDayOfMonth(1).toInstant() : day);
	}

	/**
	 * What a kind of report knows.
	 *
	 * @param dimensions what rows can be told apart by
	 * @param metrics what can be counted
	 */
	record Kind(List<String> dimensions, List<String> metrics) {

	}

	/**
	 * A part of the rows.
	 *
	 * @param start the number of rows before it
	 * @param limit the largest number of rows in it
	 */
	record Page(int start, int limit) {

		private static final int USUAL = 100;

		private static final int LARGEST = 1000;

		private static Page read(JsonNode json) {
			int limit = json.path("limit").asInt(USUAL);
			String cursor = json.path("cursor").asString("0");
			if (!cursor.matches("\\d{1,9}")) {
				throw Refusal.invalid("cursor is not valid");
			}
			return new Page(Integer.parseInt(cursor), Math.max(1, Math.min(LARGEST, limit)));
		}

	}

}
