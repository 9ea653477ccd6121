package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;
import tools.jackson.databind.JsonNode;

/**
 * Sends recorded requests to a gate: the recorded bytes under the recorded signature,
 * except where they name a row of the recorded server. Then the row of the gate is named.
 */
final class Replay {

	private static final Pattern TOKEN = Pattern.compile("lease\\.([0-9a-f]{8}-[0-9a-f-]{27})\\.([0-9a-f]{16})");

	static final Duration SHORT_LEASE = Duration.ofSeconds(2);

	private static final String WRONG_SECRET = "0000000000000000";

	private final EmbeddedGate gate;

	private final SettableClock clock;

	private final Map<String, String> tokens = new HashMap<>();

	private final Map<String, String> rows = new HashMap<>();

	Replay(EmbeddedGate gate, SettableClock clock) {
		this.gate = gate;
		this.clock = clock;
		this.rows.put("e54e1b3b-3246-4685-81d4-552d22f06181", rowId("acct-funded"));
		this.rows.put("10c4274b-3dfb-4404-b8fc-72976aec82fb", rowId("acct-funded\nu1"));
	}

	private static String rowId(String name) {
		return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
	}

	GateRequest.Reply send(Exchange exchange) throws IOException {
		GateRequest.Reply reply = prepare(exchange).send(this.gate);
		learn(exchange.answer(), reply);
		return reply;
	}

	/**
	 * Sets the clock to the moment of the recording.
	 * @return the request, in the name of a lease of the gate if it names one
	 */
	GateRequest prepare(Exchange exchange) throws IOException {
		if (exchange.signedAt() != null) {
			this.clock.set(exchange.signedAt());
		}
		obtainLeases(exchange);
		String uri = translate(exchange.uri());
		String body = translate(exchange.body());
		GateRequest request = new GateRequest(exchange.method(), uri, body);
		boolean translated = !uri.equals(exchange.uri()) || !body.equals(exchange.body());
		for (Map.Entry<String, String> header : exchange.headers().entrySet()) {
			String value = translate(header.getValue());
			translated |= !value.equals(header.getValue());
			request.header(header.getKey(), value);
		}
		if (translated) {
			request.sign(this.gate.serviceKeyId(), this.gate.serviceKeySecret());
		}
		return request;
	}

	private String translate(String text) {
		String translated = TOKEN.matcher(text).replaceAll((token) -> {
			String issued = this.tokens.getOrDefault(token.group(1), token.group());
			boolean wrong = token.group(2).equals(WRONG_SECRET);
			return (wrong) ? issued.replaceFirst("[0-9a-f]{16}$", WRONG_SECRET) : issued;
		});
		for (Map.Entry<String, String> row : this.rows.entrySet()) {
			translated = translated.replace(row.getKey(), row.getValue());
		}
		return translated;
	}

	/**
	 * Gets the leases that the recording used, but whose authorize was not recorded.
	 */
	private void obtainLeases(Exchange exchange) throws IOException {
		JsonNode results = exchange.answer().at("/data/items");
		int index = 0;
		for (JsonNode item : exchange.bodyJson().path("items")) {
			obtainLease(exchange, item, results.path(index++).at("/error/details").asString(""));
		}
		obtainLease(exchange, exchange.bodyJson(), exchange.answer().path("message").asString(""));
	}

	private void obtainLease(Exchange exchange, JsonNode request, String refusal) throws IOException {
		Matcher token = TOKEN.matcher(request.path("lease_token").asString("").trim());
		if (token.matches() && !this.tokens.containsKey(token.group(1)) && exchange.namesRealLease()) {
			String feature = (refusal.startsWith("feature")) ? "" : request.path("feature_code").asString("");
			this.tokens.put(token.group(1), authorize(exchange, (feature.isEmpty()) ? "llm.paid" : feature));
		}
	}

	private String authorize(Exchange exchange, String feature) throws IOException {
		Map<String, String> recorded = exchange.headers();
		Instant now = this.clock.instant();
		if (exchange.leaseExpiredAt() != null) {
			this.clock.set(exchange.leaseExpiredAt().minus(SHORT_LEASE));
		}
		GateRequest request = GateRequest.post("authorize", "{\"feature_code\":\"" + feature + "\"}")
			.subject(Objects.requireNonNull(recorded.get("x-principal-id")),
					Objects.requireNonNull(recorded.get("x-user-id")))
			.key("unrecorded-" + this.tokens.size())
			.signedFor(this.gate);
		String issued = request.send(this.gate).text("/data/lease_token");
		this.clock.set(now);
		return issued;
	}

	private void learn(JsonNode recorded, GateRequest.Reply reply) {
		Matcher token = TOKEN.matcher(recorded.at("/data/lease_token").asString(""));
		if (token.matches()) {
			this.tokens.putIfAbsent(token.group(1), reply.text("/data/lease_token"));
		}
		String budget = recorded.at("/data/budget_id").asString("");
		if (!budget.isEmpty()) {
			this.rows.putIfAbsent(budget, reply.text("/data/budget_id"));
		}
	}

}
