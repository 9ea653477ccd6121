package ai.vluna.spring.test.gate;

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

import ai.vluna.spring.test.gate.auth.RegisteredKey;
import ai.vluna.spring.test.gate.auth.RequestGuard;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.engine.LeaseTerms;
import ai.vluna.spring.test.gate.http.HttpSettings;

/**
 * What a gate is made of. Nothing has to be set: then it has a free port, a random secret
 * and an empty catalogue.
 *
 * @since 0.1.0
 */
public final class EmbeddedGateBuilder {

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

	private Duration idleTimeout = HttpSettings.DEFAULT_IDLE_TIMEOUT;

	EmbeddedGateBuilder() {
	}

	/**
	 * Chooses the port.
	 * @param port the port, zero for any free one
	 * @return this builder
	 */
	public EmbeddedGateBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Chooses the realm that clients name.
	 * @param realmId the realm id
	 * @return this builder
	 */
	public EmbeddedGateBuilder realmId(String realmId) {
		this.realmId = realmId;
		return this;
	}

	/**
	 * Chooses the key that clients sign with.
	 * @param id the key id
	 * @param secret the secret, base64
	 * @return this builder
	 */
	public EmbeddedGateBuilder serviceKey(String id, String secret) {
		this.keyId = id;
		this.secret = secret;
		return this;
	}

	/**
	 * Adds a key besides the one that clients sign with.
	 * @param key the key
	 * @return this builder
	 */
	public EmbeddedGateBuilder furtherKey(RegisteredKey key) {
		this.furtherKeys.add(key);
		return this;
	}

	/**
	 * Adds a realm besides the one that clients name.
	 * @param realmId the realm id
	 * @param active whether it may be used
	 * @return this builder
	 */
	public EmbeddedGateBuilder furtherRealm(String realmId, boolean active) {
		this.realms.put(realmId, active);
		return this;
	}

	/**
	 * Chooses features and accounts.
	 * @param catalogue the catalogue
	 * @return this builder
	 */
	public EmbeddedGateBuilder catalogue(GateCatalogue catalogue) {
		this.catalogue = catalogue;
		return this;
	}

	/**
	 * Names principals that have been seen before, so that their first call works.
	 * @param principals the principal ids
	 * @return this builder
	 */
	public EmbeddedGateBuilder knownPrincipal(String... principals) {
		this.knownPrincipals.addAll(List.of(principals));
		return this;
	}

	/**
	 * Chooses how long a lease can be committed.
	 * @param lifetime how long it is valid
	 * @param lateGrace how long after that a commit is still charged
	 * @return this builder
	 */
	public EmbeddedGateBuilder leases(Duration lifetime, Duration lateGrace) {
		this.leaseTerms = new LeaseTerms(lifetime, lateGrace);
		return this;
	}

	/**
	 * Chooses the clock.
	 * @param clock the clock
	 * @return this builder
	 */
	public EmbeddedGateBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Chooses when a connection is closed on which nothing comes, between two requests or
	 * in the middle of one.
	 * @param idleTimeout the time, in which a test really has to wait
	 * @return this builder
	 */
	public EmbeddedGateBuilder idleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
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

	int port() {
		return this.port;
	}

	Clock clock() {
		return this.clock;
	}

	HttpSettings http() {
		return new HttpSettings(this.idleTimeout, this.clock);
	}

	RegisteredKey key() {
		return RegisteredKey.active(this.keyId, this.secret, this.realmId);
	}

	GateEngine engine() {
		return new GateEngine(this.catalogue, this.knownPrincipals, this.leaseTerms, this.clock,
				new SplittableRandom());
	}

	RequestGuard guard(RegisteredKey key) {
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
