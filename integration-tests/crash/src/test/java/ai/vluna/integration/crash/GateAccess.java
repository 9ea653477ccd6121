package ai.vluna.integration.crash;

import java.net.URI;

import ai.vluna.spring.client.signing.ServiceKey;
import ai.vluna.spring.test.gate.EmbeddedGate;

/**
 * What an application needs to know of its gate.
 *
 * @param baseUrl the address
 * @param realmId the realm
 * @param keyId the id of the service key
 * @param secret its secret
 */
record GateAccess(String baseUrl, String realmId, String keyId, String secret) {

	static GateAccess to(EmbeddedGate gate) {
		return new GateAccess(gate.baseUrl().toString(), gate.realmId(), gate.serviceKeyId(), gate.serviceKeySecret());
	}

	URI uri() {
		return URI.create(this.baseUrl);
	}

	ServiceKey key() {
		return ServiceKey.of(this.keyId, this.secret);
	}

}
