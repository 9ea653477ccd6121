package ai.vluna.spring.test.gate.management;

import java.time.Duration;

import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A limit of one feature within a bundle.
 *
 * @param row what every row has
 * @param bundle the bundle it belongs to
 * @param name the name that people read
 * @param feature the code of the feature
 * @param kind {@code quota} or {@code rate}
 * @param scope {@code user} or {@code account}
 * @param unit the unit, only shown
 * @param windowSeconds the length of its window
 * @param limit the quantity or the number of calls
 * @param status any but {@code disabled} counts
 */
record PolicyRow(Row row, BundleRow bundle, String name, String feature, String kind, String scope, String unit,
		long windowSeconds, long limit, String status) {

	boolean isQuota() {
		return this.kind.equals("quota");
	}

	boolean active() {
		return !this.status.equals("disabled");
	}

	Quota toQuota() {
		return new Quota(this.limit, Duration.ofSeconds(this.windowSeconds),
				(this.scope.equals("account")) ? Quota.Scope.ACCOUNT : Quota.Scope.USER);
	}

	Rate toRate() {
		return new Rate(this.limit, Duration.ofSeconds(this.windowSeconds));
	}

	ObjectNode toData() {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("policy_id", this.row.id());
		data.put("bundle_id", this.bundle.row().id());
		data.put("bundle_key", this.bundle.key());
		data.put("name", this.name);
		data.put("feature_code", this.feature);
		data.put("kind", this.kind);
		data.put("subject_scope", this.scope);
		data.put("unit", this.unit);
		data.put("window_sec", this.windowSeconds);
		data.put("limit_count", (isQuota()) ? null : Long.toString(this.limit));
		data.put("limit_minor", (isQuota()) ? Long.toString(this.limit) : null);
		data.put("status", this.status);
		data.putObject("metadata");
		this.row.writeTimes(data);
		return data;
	}

}
