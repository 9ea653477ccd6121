package ai.vluna.spring.test.gate;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

import ai.vluna.spring.test.gate.auth.RegisteredKey;
import ai.vluna.spring.test.gate.auth.RequestGuard;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.engine.LeaseTerms;
import ai.vluna.spring.test.gate.http.GateServer;
import ai.vluna.spring.test.gate.http.RequestPipeline;
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

	private final Builder settings;

	private final RegisteredKey key;

	private final RequestPipeline pipeline;

	private final Map<Endpoint, EndpointScript> scripts = new ConcurrentHashMap<>();

	private final RequestBook received = new RequestBook();

	private volatile Management management;

	private volatile @Nullable GateServer server;

	private int port;

	private EmbeddedGate(Builder settings) {
		this.settings = settings;
		this.port = settings.port;
		this.key = RegisteredKey.active(settings.keyId, settings.secret, settings.realmId);
		this.management = new Management(settings.engine());
		this.pipeline = new RequestPipeline(settings.guard(this.key), () -> this.management, settings.clock);
	}

	/**
	 * Prepares a gate.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts to listen, again on the same port if it listened before.
	 * @return this gate
	 */
	public EmbeddedGate start() {
		if (this.server == null) {
			this.pipeline.restart();
			GateServer started = new GateServer(this.port, this.pipeline, this::receive);
			this.port = started.port();
			this.server = started;
		}
		return this;
	}

	/**
	 * Stops to listen: connections are refused until it is started again.
	 */
	public void stop() {
		GateServer running = this.server;
		this.server = null;
		if (running != null) {
			running.stop();
		}
	}

	/**
	 * Tells whether it listens.
	 * @return {@code true} between start and stop
	 */
	public boolean isRunning() {
		return this.server != null;
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
		return URI.create("http://127.0.0.1:" + this.port + "/mgt/v1");
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
	 * ten thousand of the gate.
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
		this.scripts.values().forEach(EndpointScript::heal);
		this.management = new Management(this.settings.engine());
		this.pipeline.restart();
		this.received.clear();
	}

	private GateEngine engine() {
		return this.management.engine();
	}

	private @Nullable Fault receive(ReceivedRequest request) {
		this.received.add(request);
		return on(request.endpoint()).take();
	}

	/**
	 * What a gate is made of. Nothing has to be set: then it has a free port, a random
	 * secret and an empty catalogue.
	 */
	public static final class Builder {

		private int port;

		private String realmId = "realm-embedded";

		private String keyId = "pk-embedded";

		private String secret = randomSecret();

		private final List<RegisteredKey> furtherKeys = new ArrayList<>();

		private final Map<String, Boolean> realms = new HashMap<>();

		private GateCatalogue catalogue = GateCatalogue.builder().build();

		private final Set<String> knownPrincipals = new HashSet<>();

		private LeaseTerms leaseTerms = LeaseTerms.DEFAULT;

		private Clock clock = Clock.systemUTC();

		private Builder() {
		}

		/**
		 * Chooses the port.
		 * @param port the port, zero for any free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Chooses the realm that clients name.
		 * @param realmId the realm id
		 * @return this builder
		 */
		public Builder realmId(String realmId) {
			this.realmId = realmId;
			return this;
		}

		/**
		 * Chooses the key that clients sign with.
		 * @param id the key id
		 * @param secret the secret, base64
		 * @return this builder
		 */
		public Builder serviceKey(String id, String secret) {
			this.keyId = id;
			this.secret = secret;
			return this;
		}

		/**
		 * Adds a key besides the one that clients sign with.
		 * @param key the key
		 * @return this builder
		 */
		public Builder furtherKey(RegisteredKey key) {
			this.furtherKeys.add(key);
			return this;
		}

		/**
		 * Adds a realm besides the one that clients name.
		 * @param realmId the realm id
		 * @param active whether it may be used
		 * @return this builder
		 */
		public Builder furtherRealm(String realmId, boolean active) {
			this.realms.put(realmId, active);
			return this;
		}

		/**
		 * Chooses features and accounts.
		 * @param catalogue the catalogue
		 * @return this builder
		 */
		public Builder catalogue(GateCatalogue catalogue) {
			this.catalogue = catalogue;
			return this;
		}

		/**
		 * Names principals that have been seen before, so that their first call works.
		 * @param principals the principal ids
		 * @return this builder
		 */
		public Builder knownPrincipal(String... principals) {
			this.knownPrincipals.addAll(List.of(principals));
			return this;
		}

		/**
		 * Chooses how long a lease can be committed.
		 * @param lifetime how long it is valid
		 * @param lateGrace how long after that a commit is still charged
		 * @return this builder
		 */
		public Builder leases(Duration lifetime, Duration lateGrace) {
			this.leaseTerms = new LeaseTerms(lifetime, lateGrace);
			return this;
		}

		/**
		 * Chooses the clock.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Builds a gate that does not listen yet.
		 * @return the gate
		 */
		public EmbeddedGate build() {
			return new EmbeddedGate(this);
		}

		/**
		 * Builds a gate and starts it.
		 * @return the listening gate
		 */
		public EmbeddedGate start() {
			return build().start();
		}

		private GateEngine engine() {
			return new GateEngine(this.catalogue, this.knownPrincipals, this.leaseTerms, this.clock,
					new SplittableRandom());
		}

		private RequestGuard guard(RegisteredKey key) {
			Map<String, Boolean> allRealms = new HashMap<>(this.realms);
			allRealms.put(this.realmId, true);
			List<RegisteredKey> allKeys = new ArrayList<>(this.furtherKeys);
			allKeys.add(key);
			return new RequestGuard(allRealms, allKeys);
		}

		private static String randomSecret() {
			byte[] secret = new byte[32];
			new SecureRandom().nextBytes(secret);
			return Base64.getEncoder().encodeToString(secret);
		}

	}

}
