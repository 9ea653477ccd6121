package ai.vluna.spring.client.http;

import java.time.Clock;
import java.util.function.Supplier;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.signing.RandomIds;
import ai.vluna.spring.client.signing.ServiceKey;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds a {@link VlunaClient}.
 *
 * @since 0.1.0
 */
public final class VlunaClientBuilder {

	private final WebClient.Builder webClientBuilder;

	private final VlunaClientSettings settings;

	private final Supplier<ServiceKey> serviceKey;

	private Clock clock = Clock.systemUTC();

	private Supplier<String> idGenerator = new RandomIds();

	private Supplier<@Nullable String> requestIds = () -> null;

	private @Nullable GateCircuit circuit;

	/**
	 * Start to build a client.
	 * @param webClientBuilder makes the web client, copied before use; its connector must
	 * not follow redirects, see {@link VlunaConnections}
	 * @param settings the settings
	 * @param serviceKey gives the key to sign with, asked without blocking for each
	 * attempt, so that keys can change at any time
	 */
	public VlunaClientBuilder(WebClient.Builder webClientBuilder, VlunaClientSettings settings,
			Supplier<ServiceKey> serviceKey) {
		this.webClientBuilder = webClientBuilder;
		this.settings = settings;
		this.serviceKey = serviceKey;
	}

	/**
	 * Set the clock that timestamps requests, the system's by default.
	 * @param clock the clock
	 * @return this builder
	 */
	public VlunaClientBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Set what makes nonces, and the request ids of calls that have no other.
	 * @param idGenerator gives 32 lower-case hex digits, different each time, without
	 * blocking
	 * @return this builder
	 */
	public VlunaClientBuilder idGenerator(Supplier<String> idGenerator) {
		this.idGenerator = idGenerator;
		return this;
	}

	/**
	 * Set what tells the request id of what the current thread works for, such as its
	 * {@link TraceIds trace}. Asked without blocking when a call is prepared.
	 * @param requestIds gives 32 lower-case hex digits, or {@code null} to let one be
	 * made
	 * @return this builder
	 */
	public VlunaClientBuilder requestIds(Supplier<@Nullable String> requestIds) {
		this.requestIds = requestIds;
		return this;
	}

	/**
	 * Set what keeps calls of {@code client.gate()} that may move money from a gate that
	 * does not answer. By default all are sent.
	 * @param circuit the circuit
	 * @return this builder
	 */
	public VlunaClientBuilder circuit(GateCircuit circuit) {
		this.circuit = circuit;
		return this;
	}

	/**
	 * Build the client.
	 * @return the client
	 */
	public VlunaClient build() {
		Sender sender = new Sender(this.webClientBuilder.clone().build(), this.serviceKey, this.clock, this.idGenerator,
				new Attempts(this.settings), this.circuit);
		return new WebClientVlunaClient(this.settings, sender, this::requestId);
	}

	private String requestId() {
		String current = this.requestIds.get();
		return (current != null) ? current : this.idGenerator.get();
	}

}
