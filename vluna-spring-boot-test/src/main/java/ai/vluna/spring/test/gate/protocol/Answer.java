package ai.vluna.spring.test.gate.protocol;

import java.nio.charset.StandardCharsets;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A status and the exact bytes of a body.
 *
 * @param status the HTTP status
 * @param body the body
 * @param closing whether the connection ends with it
 * @since 0.1.0
 */
public record Answer(int status, byte[] body, boolean closing) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * Creates an answer after which the connection can be used again.
	 * @param status the HTTP status
	 * @param body the body
	 */
	public Answer(int status, byte[] body) {
		this(status, body, false);
	}

	/**
	 * Creates the answer to a request that succeeded.
	 * @param data what was asked for
	 * @return the answer
	 */
	public static Answer ok(JsonNode data) {
		return ok(data, new Hints());
	}

	/**
	 * Creates the answer to a request that succeeded.
	 * @param data what was asked for
	 * @param hints the signals, left out if there are none
	 * @return the answer
	 */
	public static Answer ok(JsonNode data, Hints hints) {
		return of(200, success(data), hints);
	}

	/**
	 * Creates the answer that holds one page of a result.
	 * @param data the page
	 * @param meta how it goes on
	 * @return the answer
	 */
	public static Answer page(JsonNode data, JsonNode meta) {
		ObjectNode envelope = success(data);
		envelope.set("meta", meta);
		return of(200, envelope, new Hints());
	}

	/**
	 * Creates the answer to a request that made something.
	 * @param data what was made
	 * @return the answer
	 */
	public static Answer created(JsonNode data) {
		return of(201, success(data), new Hints());
	}

	private static ObjectNode success(JsonNode data) {
		ObjectNode envelope = JsonNodeFactory.instance.objectNode();
		envelope.put("ok", true);
		envelope.put("code", "OK");
		envelope.set("data", data);
		return envelope;
	}

	/**
	 * Creates an answer.
	 * @param status the HTTP status
	 * @param envelope the body
	 * @param hints the signals, left out if there are none
	 * @return the answer
	 */
	static Answer of(int status, ObjectNode envelope, Hints hints) {
		if (!hints.nodes().isEmpty()) {
			envelope.set("hints", hints.nodes());
		}
		return new Answer(status, envelope.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns this answer as the last one of its connection.
	 * @return the answer
	 */
	Answer asLast() {
		return new Answer(this.status, this.body, true);
	}

	/**
	 * Returns this answer with another status.
	 * @param status the HTTP status
	 * @return the changed answer
	 */
	public Answer withStatus(int status) {
		return new Answer(status, this.body, this.closing);
	}

	/**
	 * Returns what the answer is about.
	 * @return the data of the envelope
	 */
	public JsonNode data() {
		return MAPPER.readTree(this.body).path("data");
	}

	/**
	 * Tells whether this is the answer to a request that succeeded.
	 * @return {@code true} for a status of the 2xx family
	 */
	public boolean succeeded() {
		return this.status / 100 == 2;
	}

}
