package ai.vluna.spring.test.contract;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.http.ConnectionSettings;
import ai.vluna.spring.client.http.RetrySettings;
import ai.vluna.spring.client.http.VlunaClientBuilder;
import ai.vluna.spring.client.http.VlunaClientSettings;
import ai.vluna.spring.client.http.VlunaConnections;
import ai.vluna.spring.client.signing.ServiceKey;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The gate that a run of the suite proves the client against, seen through the client
 * alone. Every key and every customer is new in each run; the catalogue is the same in
 * all.
 */
final class ContractGate implements AutoCloseable {

	static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {
	};

	private final ContractTarget target;

	private final VlunaConnections connections = new VlunaConnections(ConnectionSettings.defaults());

	private final VlunaConnections oneConnection = new VlunaConnections(
			new ConnectionSettings(Duration.ofSeconds(10), 1, Duration.ofSeconds(5), Duration.ofSeconds(60)));

	private final VlunaClient client;

	private final String run = UUID.randomUUID().toString().substring(0, 13);

	private final AtomicInteger names = new AtomicInteger();

	private final ContractCatalogue catalogue;

	private final SingletonSupplier<Boolean> closed;

	private ContractGate(ContractTarget target) {
		this.target = target;
		this.client = anotherClient();
		this.catalogue = new ContractCatalogue(this);
		this.closed = SingletonSupplier.of(this.catalogue::isClosed);
	}

	static ContractGate prepare(ContractTarget target) {
		System.out.println("Contract suite on " + target);
		ContractGate gate = new ContractGate(target);
		try {
			gate.catalogue.write();
			return gate;
		}
		catch (RuntimeException ex) {
			gate.close();
			throw ex;
		}
	}

	VlunaClient client() {
		return this.client;
	}

	/**
	 * Makes a client that shares nothing with the others but its connections: to the gate
	 * it is another instance of the application.
	 */
	VlunaClient anotherClient() {
		return clientWith(this.target.realmId(), this.target.serviceKeyId(), this.target.serviceKeySecret());
	}

	VlunaClient clientOfRealm(String realmId) {
		return clientWith(realmId, this.target.serviceKeyId(), this.target.serviceKeySecret());
	}

	VlunaClient clientWithKey(String keyId) {
		return clientWith(this.target.realmId(), keyId, this.target.serviceKeySecret());
	}

	VlunaClient clientWithSecret(String secret) {
		return clientWith(this.target.realmId(), this.target.serviceKeyId(), secret);
	}

	/**
	 * Makes a client that blocks itself if it does not give its connection back.
	 */
	VlunaClient clientOnOneConnection() {
		return clientWith(this.oneConnection, this.target.realmId(), this.target.serviceKeyId(),
				this.target.serviceKeySecret());
	}

	private VlunaClient clientWith(String realmId, String keyId, String secret) {
		return clientWith(this.connections, realmId, keyId, secret);
	}

	private VlunaClient clientWith(VlunaConnections connections, String realmId, String keyId, String secret) {
		VlunaClientSettings settings = new VlunaClientSettings(this.target.baseUrl(), realmId, Duration.ofSeconds(20),
				Duration.ofMinutes(1), new RetrySettings(6, Duration.ofMillis(100), Duration.ofSeconds(2)));
		ServiceKey key = ServiceKey.of(keyId, secret);
		return new VlunaClientBuilder(
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(connections.httpClient())), settings,
				() -> key)
			.build();
	}

	ContractCatalogue catalogue() {
		return this.catalogue;
	}

	/**
	 * Invents a name that no run has used.
	 */
	String newName(String what) {
		return ContractCatalogue.PREFIX + '-' + this.run + '-' + what + '-' + this.names.incrementAndGet();
	}

	String newKey() {
		return newName("key");
	}

	/**
	 * Makes a customer on the standard plan, without money.
	 */
	Customer newCustomer() {
		return newCustomer(ContractCatalogue.STANDARD_PLAN);
	}

	Customer newCustomer(String plan) {
		Customer customer = stranger();
		this.catalogue.assign(customer, plan);
		return customer;
	}

	/**
	 * Names a customer that the gate has never seen.
	 */
	Customer stranger() {
		return new Customer(this, newName("customer"), "alice");
	}

	/**
	 * Skips a test on a gate that makes what it does not know, instead of refusing it:
	 * the test would change the catalogue of all later runs.
	 */
	void assumeThatUnknownCodesAreRefused() {
		assumeTrue(this.closed.obtain(), "The gate registers unknown features and meters by itself");
	}

	/**
	 * Does the work of an operator.
	 */
	Map<String, Object> manage(VlunaRequest request) {
		return this.client.call(operator().withIdempotencyKey(newKey()), request, OBJECT).await().data();
	}

	static CallContext operator() {
		return CallContext.ofRealm().asRealmAdmin();
	}

	@Override
	public void close() {
		this.connections.close();
		this.oneConnection.close();
		this.target.close();
	}

}
