package ai.vluna.spring.client;

import java.util.function.Supplier;

import ai.vluna.spring.client.signing.ServiceKey;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Speaks to one realm of one Vluna server: signs, sends, retries what was not answered
 * and decodes. It knows nothing of leases, policies or annotations.
 * <p>
 * Instances are immutable and safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public interface VlunaClient {

	/**
	 * Return the operations of the usage gate.
	 * @return the gate operations, always the same instance
	 */
	GateOperations gate();

	/**
	 * Start to build a client.
	 * @param webClientBuilder makes the web client, copied before use; its connector must
	 * not follow redirects, see {@link VlunaConnections}
	 * @param settings the settings
	 * @param serviceKey gives the key to sign with, asked without blocking for each
	 * attempt, so that keys can change at any time
	 * @return a builder
	 */
	static VlunaClientBuilder builder(WebClient.Builder webClientBuilder, VlunaClientSettings settings,
			Supplier<ServiceKey> serviceKey) {
		return new VlunaClientBuilder(webClientBuilder, settings, serviceKey);
	}

}
