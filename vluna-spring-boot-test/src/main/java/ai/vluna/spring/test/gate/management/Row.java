package ai.vluna.spring.test.gate.management;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import ai.vluna.spring.test.gate.protocol.WireTime;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every row of the management tables has.
 *
 * @param id the identifier, always the same for the same key
 * @param createdAt when it was first written
 * @param updatedAt when it was last written
 */
record Row(String id, Instant createdAt, Instant updatedAt) {

	static Row first(String table, String key, Instant now) {
		return new Row(id(table, key), now, now);
	}

	static String id(String table, String key) {
		return UUID.nameUUIDFromBytes((table + '\n' + key).getBytes(StandardCharsets.UTF_8)).toString();
	}

	Row updated(Instant now) {
		return new Row(this.id, this.createdAt, now);
	}

	void writeTimes(ObjectNode node) {
		node.put("created_at", WireTime.format(this.createdAt));
		node.put("updated_at", WireTime.format(this.updatedAt));
	}

}
