package ai.vluna.spring.test.autoconfigure;

import java.net.URI;

import ai.vluna.spring.autoconfigure.VlunaConnectionDetails;
import ai.vluna.spring.test.gate.EmbeddedGate;

/**
 * Connects the application to the gate in its own process.
 */
final class EmbeddedGateConnectionDetails implements VlunaConnectionDetails {

	private final EmbeddedGate gate;

	EmbeddedGateConnectionDetails(EmbeddedGate gate) {
		this.gate = gate;
	}

	@Override
	public URI getBaseUrl() {
		return this.gate.baseUrl();
	}

	@Override
	public String getRealmId() {
		return this.gate.realmId();
	}

	@Override
	public String getServiceKeyId() {
		return this.gate.serviceKeyId();
	}

	@Override
	public String getServiceKeySecret() {
		return this.gate.serviceKeySecret();
	}

}
