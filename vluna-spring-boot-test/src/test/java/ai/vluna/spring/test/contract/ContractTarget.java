package ai.vluna.spring.test.contract;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ai.vluna.spring.test.gate.EmbeddedGate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Which gate the suite runs on: the one that is named by four JUnit configuration
 * parameters or environment variables, or an embedded one if none is set. No other class
 * of the suite knows that there is an embedded gate.
 *
 * @param baseUrl the address, ending in {@code /mgt/v1}
 * @param realmId the realm
 * @param serviceKeyId the key to sign with
 * @param serviceKeySecret its secret, base64
 * @param embedded the gate that was started for the suite, if one was
 */
record ContractTarget(URI baseUrl, String realmId, String serviceKeyId, String serviceKeySecret,
		@Nullable EmbeddedGate embedded) implements AutoCloseable {

	private static final List<String> SETTINGS = List.of("base-url", "realm-id", "service-key-id",
			"service-key-secret");

	static ContractTarget of(ExtensionContext context) {
		Map<String, String> settings = new LinkedHashMap<>();
		List<String> missing = new ArrayList<>();
		for (String name : SETTINGS) {
			String variable = "VLUNA_CONTRACT_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
			String value = context.getConfigurationParameter("vluna.contract." + name)
				.orElseGet(() -> System.getenv(variable));
			if (value == null || value.isBlank()) {
				missing.add(variable);
			}
			else {
				settings.put(name, value.trim());
			}
		}
		if (settings.isEmpty()) {
			return startEmbedded();
		}
		if (!missing.isEmpty()) {
			throw new IllegalStateException("A gate for the contract suite is only half named, set also " + missing);
		}
		return new ContractTarget(URI.create(settings.get("base-url")), settings.get("realm-id"),
				settings.get("service-key-id"), settings.get("service-key-secret"), null);
	}

	private static ContractTarget startEmbedded() {
		EmbeddedGate gate = EmbeddedGate.builder().start();
		return new ContractTarget(gate.baseUrl(), gate.realmId(), gate.serviceKeyId(), gate.serviceKeySecret(), gate);
	}

	@Override
	public void close() {
		if (this.embedded != null) {
			this.embedded.close();
		}
	}

	@Override
	public String toString() {
		return this.baseUrl + ", realm " + this.realmId + ((this.embedded != null) ? ", embedded" : "");
	}

}
