package ai.vluna.spring.test.gate;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ai.vluna.spring.test.gate.auth.RegisteredKey;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.http.RequestPipeline;
import ai.vluna.spring.test.gate.http.ServerLifecycle;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.management.Management;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.EndpointScript;
import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import ai.vluna.spring.test.gate.script.RequestBook;
import org.jspecify.annotations.Nullable;

/**
 * A gate in this process: a real HTTP server that answers as Vluna was recorded to
 * answer, its defects included. The very first call of a principal that is not in the
 * catalogue fails with 500, the second one works.
 * <p>
 * Stopping and starting it again is what a restart of the server is: the port stays,
 * leases and money stay, answers remembered by the process are gone. All methods may be
 * called from any thread.
 *
 * @since 0.1.0
 */
public final class EmbeddedGate implements AutoCloseable {

	private final EmbeddedGateBuilder settings;

	private final RegisteredKey key;

	private final RequestPipeline pipeline;

	private final Map<Endpoint, EndpointScript> scripts = new ConcurrentHashMap<>();

	private final RequestBook received = new RequestBook();

	private final ServerLifecycle server;

	private volatile Management management;

	EmbeddedGate(EmbeddedGateBuilder settings) {
		this.settings = settings;
		this.key = settings.key();
		this.management = new Management(settings.engine());
		this.pipeline = new RequestPipeline(settings.guard(this.key), () -> this.management, settings.clock());
		this.server = new ServerLifecycle(settings.port(), settings.http(), this.pipeline, this::receive);
	}

	/**
	 * Prepares a gate.
	 * @return a builder
	 */
	public static EmbeddedGateBuilder builder() {
		return new EmbeddedGateBuilder();
	}

	/**
	 * Starts the server process, again on the same port if it listened before, or ends a
	 * time in which connections are refused.
	 * @return this gate
	 */
	public EmbeddedGate start() {
		this.server.start();
		return this;
	}

	/**
	 * Stops the server process: connections are refused until it is started again.
	 */
	public void stop() {
		this.server.stop();
	}

	/**
	 * Kills the server process and starts another one. What only the process remembered
	 * is gone, and requests it was working on are not done.
	 * @param downtime how long connections are refused in between
	 */
	public void restart(Duration downtime) {
		this.server.restart(downtime);
	}

	/**
	 * Closes all connections and refuses new ones for a while. The server process lives
	 * on.
	 * @param duration how long
	 */
	public void refuseConnections(Duration duration) {
		this.server.refuseConnections(duration);
	}

	/**
	 * Tells whether it listens.
	 * @return {@code false} if connections are refused
	 */
	public boolean isRunning() {
		return this.server.isListening();
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * Returns where clients find the gate.
	 * @return the base URL, which ends in {@code /mgt/v1}
	 */
	public URI baseUrl() {
		return URI.create("http://127.0.0.1:" + this.server.port() + "/mgt/v1");
	}

	/**
	 * Returns the realm that clients name.
	 * @return the realm id
	 */
	public String realmId() {
		return this.key.realmId();
	}

	/**
	 * Returns the key that clients sign with.
	 * @return the key id
	 */
	public String serviceKeyId() {
		return this.key.id();
	}

	/**
	 * Returns the secret that clients sign with.
	 * @return the secret, base64
	 */
	public String serviceKeySecret() {
		return this.key.secret();
	}

	/**
	 * Returns what became of every lease and every ingest.
	 * @return the entries in the order of their first appearance
	 */
	public List<LedgerEntry> ledger() {
		return engine().ledger();
	}

	/**
	 * Returns what a user was credited less what was charged.
	 * @param principal the principal id
	 * @param user the user id
	 * @return the balance in XUSD
	 */
	public long balance(String principal, String user) {
		return engine().balance(principal, user);
	}

	/**
	 * Adds to what a user may spend.
	 * @param principal the principal id
	 * @param user the user id
	 * @param xusd the amount of XUSD
	 */
	public void credit(String principal, String user, long xusd) {
		engine().credit(principal, user, xusd);
	}

	/**
	 * Returns the catalogue in use.
	 * @return the catalogue
	 */
	public GateCatalogue catalogue() {
		return engine().catalogue();
	}

	/**
	 * Puts another catalogue in place, as an operator would. Money and counters stay.
	 * @param catalogue the new catalogue
	 */
	public void catalogue(GateCatalogue catalogue) {
		engine().catalogue(catalogue);
	}

	/**
	 * Returns the script of an endpoint, to let it misbehave.
	 * @param endpoint the endpoint
	 * @return its script
	 */
	public EndpointScript on(Endpoint endpoint) {
		return this.scripts.computeIfAbsent(endpoint, (key) -> new EndpointScript());
	}

	/**
	 * Returns how many requests an endpoint has received, refused ones included.
	 * @param endpoint the endpoint
	 * @return the number
	 */
	public long count(Endpoint endpoint) {
		return this.received.count(endpoint);
	}

	/**
	 * Returns the requests an endpoint has received, as far as they are among the last
	 * ten thousand of the gate and the last 64 MB of bodies.
	 * @param endpoint the endpoint
	 * @return the requests, oldest first
	 */
	public List<ReceivedRequest> received(Endpoint endpoint) {
		return this.received.requests().stream().filter((request) -> request.endpoint() == endpoint).toList();
	}

	/**
	 * Makes it a new gate: the catalogue it was built with, nothing received, no faults.
	 * It keeps listening.
	 */
	public void reset() {
		this.pipeline.restart(() -> this.management = new Management(this.settings.engine()));
		this.scripts.values().forEach(EndpointScript::heal);
		this.received.clear();
	}

	private GateEngine engine() {
		return this.management.engine();
	}

	private @Nullable Fault receive(ReceivedRequest request) {
		long call = this.received.add(request);
		return on(request.endpoint()).take(call, request);
	}

}
