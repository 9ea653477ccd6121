package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;

/**
 * Sends recorded requests to a gate: the recorded bytes under the recorded signature,
 * except where a lease is named, which the gate must have given itself.
 */
final class Replay {

	private static final Pattern TOKEN = Pattern.compile("lease\\.([0-9a-f]{8}-[0-9a-f-]{27})\\.([0-9a-f]{16})");

	static final Duration SHORT_LEASE = Duration.ofSeconds(2);

	private static final String WRONG_SECRET = "0000000000000000";

	private static final Pattern FEATURE = Pattern.compile("\"feature_code\":\"([^\"]+)\"");

	private final EmbeddedGate gate;

	private final SettableClock clock;

	private final Map<String, String> tokens = new HashMap<>();

	Replay(EmbeddedGate gate, SettableClock clock) {
		this.gate = gate;
		this.clock = clock;
	}

	GateRequest.Reply send(Exchange exchange) throws IOException {
		GateRequest.Reply reply = prepare(exchange).send(this.gate);
		learn(exchange, reply);
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
		String body = exchange.body();
		Matcher token = TOKEN.matcher(body);
		return (token.find()) ? withLease(exchange, token)
				: new GateRequest(exchange.method(), exchange.uri(), body).headers(exchange.headers());
	}

	private GateRequest withLease(Exchange exchange, Matcher token) throws IOException {
		String id = token.group(1);
		if (!this.tokens.containsKey(id) && exchange.namesRealLease()) {
			this.tokens.put(id, authorize(exchange));
		}
		String body = exchange.body();
		String issued = this.tokens.get(id);
		if (issued != null) {
			boolean wrong = token.group(2).equals(WRONG_SECRET);
			body = token.replaceFirst((wrong) ? issued.replaceFirst("[0-9a-f]{16}$", WRONG_SECRET) : issued);
		}
		return new GateRequest(exchange.method(), exchange.uri(), body).headers(exchange.headers())
			.sign(this.gate.serviceKeyId(), this.gate.serviceKeySecret());
	}

	/**
	 * Gets a lease that the recording used, but whose authorize was not recorded.
	 */
	private String authorize(Exchange exchange) throws IOException {
		Matcher feature = FEATURE.matcher(exchange.body());
		boolean wrongFeature = exchange.answer().path("message").asString("").startsWith("feature");
		String code = (feature.find() && !wrongFeature) ? feature.group(1) : "llm.paid";
		Map<String, String> recorded = exchange.headers();
		Instant now = this.clock.instant();
		if (exchange.leaseExpiredAt() != null) {
			this.clock.set(exchange.leaseExpiredAt().minus(SHORT_LEASE));
		}
		GateRequest request = GateRequest.post("authorize", "{\"feature_code\":\"" + code + "\"}")
			.subject(Objects.requireNonNull(recorded.get("x-principal-id")),
					Objects.requireNonNull(recorded.get("x-user-id")))
			.key("unrecorded-" + this.tokens.size())
			.signedFor(this.gate);
		String issued = request.send(this.gate).text("/data/lease_token");
		this.clock.set(now);
		return issued;
	}

	private void learn(Exchange exchange, GateRequest.Reply reply) {
		Matcher recorded = TOKEN.matcher(exchange.answer().at("/data/lease_token").asString(""));
		if (recorded.matches()) {
			this.tokens.putIfAbsent(recorded.group(1), reply.text("/data/lease_token"));
		}
	}

}
