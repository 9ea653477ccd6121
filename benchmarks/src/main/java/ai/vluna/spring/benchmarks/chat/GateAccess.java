package ai.vluna.spring.benchmarks.chat;

import java.net.URI;

/**
 * Where the gate is and what opens it.
 *
 * @param baseUrl the base URL
 * @param realmId the realm
 * @param keyId the id of the service key
 * @param keySecret its secret
 */
record GateAccess(URI baseUrl, String realmId, String keyId, String keySecret) {

	static GateAccess to(URI baseUrl) {
		return new GateAccess(baseUrl, "realm-default", "pk-benchmark", "YmVuY2htYXJrLXNlY3JldC1vZi0zMi1ieXRlcy4uLi4=");
	}

}
