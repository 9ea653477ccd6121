package ai.vluna.spring.test.gate.management;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A named set of policies.
 *
 * @param row what every row has
 * @param key the name that plans refer to
 * @param name the name that people read
 * @param status {@code active} or {@code disabled}
 */
record BundleRow(Row row, String key, String name, String status) {

	boolean active() {
		return this.status.equals("active");
	}

	ObjectNode toData() {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("bundle_id", this.row.id());
		data.put("bundle_key", this.key);
		data.put("name", this.name);
		data.put("status", this.status);
		data.putObject("metadata");
		this.row.writeTimes(data);
		return data;
	}

}
