package ai.vluna.spring.benchmarks.loopback;

import java.net.URI;

/**
 * Where the gate is, what opens it and what is asked of it, the same for all clients.
 */
record GateAccess(URI baseUrl, String realmId, String keyId, String keySecret, String principalId, String userId,
		String featureCode) {

	static GateAccess to(URI baseUrl) {
		return new GateAccess(baseUrl, "realm-default", "pk-benchmark", "YmVuY2htYXJrLXNlY3JldC1vZi0zMi1ieXRlcy4uLi4=",
				"acme", "alice", "summary");
	}

}
