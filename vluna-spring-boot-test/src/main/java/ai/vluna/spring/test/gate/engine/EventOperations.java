package ai.vluna.spring.test.gate.engine;

import java.util.Map;

import ai.vluna.spring.test.gate.engine.EventRequest.EventRow;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes note of what happened. Nothing is rated. What tells events apart is their
 * content, not the key of the request.
 * <p>
 * This is a reading of the server's public source, its defect included: a single event
 * that is not acceptable is an unexpected error, only a batch says what is wrong with it.
 */
final class EventOperations {

	private final GateIds ids;

	EventOperations(GateIds ids) {
		this.ids = ids;
	}

	Answer record(View view, BillingUser user, RequestBody body) {
		EventRequest request;
		try {
			request = EventRequest.read(body.json());
		}
		catch (Refusal ex) {
			throw Refusal.unexpected();
		}
		int known = user.events.size();
		ObjectNode data = request.toData(store(view, user, request));
		return (user.events.size() > known) ? Answer.created(data) : Answer.ok(data);
	}

	Answer recordBatch(View view, BillingUser user, RequestBody body) {
		JsonNode events = body.json().path("events");
		ArrayNode results = JsonNodeFactory.instance.arrayNode();
		int accepted = 0;
		int failed = 0;
		for (JsonNode event : (events.isArray()) ? events : JsonNodeFactory.instance.arrayNode()) {
			ObjectNode result = results.addObject().put("index", results.size() - 1);
			try {
				int known = user.events.size();
				EventRow row = store(view, user, EventRequest.read(event));
				boolean created = user.events.size() > known;
				accepted += (created) ? 1 : 0;
				result.put("status", (created) ? "accepted" : "duplicate").put("event_id", row.id().toString());
			}
			catch (Refusal ex) {
				failed++;
				result.put("status", "invalid");
				result.putObject("error").put("code", ex.code()).put("message", ex.getMessage());
			}
		}
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.set("results", results);
		data.put("accepted_count", accepted);
		data.put("failed_count", failed);
		return Answer.ok(data).withStatus(207);
	}

	private EventRow store(View view, BillingUser user, EventRequest request) {
		Map<String, EventRow> events = user.events;
		return events.computeIfAbsent(request.hash(user), (hash) -> new EventRow(this.ids.uuid(), hash, view.now()));
	}

}
