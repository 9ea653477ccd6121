package ai.vluna.spring.test.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user of a principal who calls the gate with correctly signed requests.
 */
public record Caller(EmbeddedGate gate, String principal, String user) {

	private static final AtomicInteger KEYS = new AtomicInteger();

	public static String newKey() {
		return "key-" + KEYS.incrementAndGet();
	}

	public GateRequest.Reply authorize(String feature) {
		return authorize(newKey(), feature);
	}

	public GateRequest.Reply authorize(String key, String feature) {
		return post("authorize", key, "{\"feature_code\":\"" + feature + "\"}");
	}

	public String lease(String feature) {
		GateRequest.Reply reply = authorize(feature);
		if (reply.status() != 200) {
			throw new AssertionError("No lease for " + feature + ": " + reply);
		}
		return reply.text("/data/lease_token");
	}

	public GateRequest.Reply commit(String lease, String feature, long quantity) {
		return commit(newKey(), lease, feature, quantity);
	}

	public GateRequest.Reply commit(String key, String lease, String feature, long quantity) {
		return post("commits", key, "{\"lease_token\":\"" + lease + "\",\"feature_code\":\"" + feature
				+ "\",\"quantity_minor\":\"" + quantity + "\"}");
	}

	public GateRequest.Reply cancel(String lease) {
		return post("cancel", newKey(), "{\"lease_token\":\"" + lease + "\"}");
	}

	public GateRequest.Reply post(String endpoint, String key, String body) {
		return send(GateRequest.post(endpoint, body).key(key));
	}

	public GateRequest.Reply get(String uri) {
		return getFrom("/mgt/v1/gate/" + uri);
	}

	public GateRequest.Reply getFrom(String path) {
		return send(new GateRequest("GET", path, ""));
	}

	public GateRequest.Reply postTo(String path, String key, String body) {
		return send(new GateRequest("POST", path, body).header("content-type", "application/json").key(key));
	}

	public GateRequest.Reply wallet() {
		return send(new GateRequest("GET", "/mgt/v1/wallet/balance", ""));
	}

	private GateRequest.Reply send(GateRequest request) {
		try {
			return request.subject(this.principal, this.user).signedFor(this.gate).send(this.gate);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
