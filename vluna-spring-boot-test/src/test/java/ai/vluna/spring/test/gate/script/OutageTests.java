package ai.vluna.spring.test.gate.script;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The gate cannot be reached, or its process dies.
 */
class OutageTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).build())
		.knownPrincipal("acme", "globex")
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	private final Caller bob = new Caller(this.gate, "globex", "bob");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void refusesConnectionsAndKeepsWhatTheProcessRemembers() {
		String lease = lease("key", this.alice);
		this.gate.on(Endpoint.COMMIT).once(Fault.refuseConnections(LONG));
		assertThatException().isThrownBy(() -> this.alice.commit("commit", lease, "free", 1));
		Awaitility.await().until(() -> !this.gate.isRunning());
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawConnection(this.gate));
		this.gate.start();
		assertThat(lease("key", this.bob)).isEqualTo(lease);
		assertThat(this.gate.ledger()).singleElement().matches((entry) -> entry.state() == LedgerState.OPEN);
	}

	@Test
	void acceptsConnectionsAgainByItself() {
		this.gate.refuseConnections(Duration.ofMillis(50));
		Awaitility.await().until(this.gate::isRunning);
		assertThat(this.alice.authorize("free").status()).isEqualTo(200);
	}

	@Test
	void losesWhatTheProcessRemembersAndKeepsTheDatabase() {
		String lease = lease("key", this.alice);
		this.gate.on(Endpoint.COMMIT).once(Fault.restartBeforeProcessing(LONG));
		assertThatException().isThrownBy(() -> this.alice.commit("commit", lease, "free", 1));
		Awaitility.await().until(() -> !this.gate.isRunning());
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawConnection(this.gate));
		this.gate.start();
		assertThat(lease("key", this.bob)).isNotEqualTo(lease);
		assertThat(this.alice.commit("commit", lease, "free", 1).hints()).isEmpty();
	}

	@Test
	void diesAfterItHasDoneWhatItWasAsked() {
		String lease = lease("key", this.alice);
		this.gate.on(Endpoint.COMMIT).once(Fault.restartAfterProcessing(Duration.ZERO));
		assertThatException().isThrownBy(() -> this.alice.commit("commit", lease, "free", 1));
		assertThat(this.gate.ledger()).singleElement().matches((entry) -> entry.state() == LedgerState.COMMITTED);
		Awaitility.await()
			.ignoreExceptions()
			.until(() -> this.alice.commit("commit", lease, "free", 1).status() == 200);
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void doesNotDoWhatTheProcessWasWorkingOnWhenItDied() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.slow(LONG));
		Thread client = new Thread(() -> assertThatException().isThrownBy(() -> this.alice.authorize("key", "free")));
		client.start();
		Awaitility.await().until(() -> this.gate.count(Endpoint.AUTHORIZE) == 1);
		this.gate.restart(Duration.ZERO);
		Awaitility.await().until(() -> !client.isAlive());
		assertThat(this.gate.ledger()).isEmpty();
		assertThat(lease("key", this.alice)).isNotEmpty();
	}

	@Test
	void staysClosedWhenItIsStoppedWhileItRefusesConnections() {
		this.gate.refuseConnections(Duration.ofMillis(50));
		this.gate.stop();
		Awaitility.await().during(Duration.ofMillis(150)).until(() -> !this.gate.isRunning());
	}

	@Test
	void waitsForItsPortWhenSomebodyElseHasIt() throws IOException {
		this.gate.stop();
		ServerSocket other = new ServerSocket();
		other.bind(new InetSocketAddress("127.0.0.1", this.gate.baseUrl().getPort()));
		CompletableFuture<EmbeddedGate> started = CompletableFuture.supplyAsync(this.gate::start);
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> !started.isDone());
		other.close();
		assertThat(started).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.alice.authorize("free").status()).isEqualTo(200);
	}

	private String lease(String key, Caller caller) {
		return caller.authorize(key, "free").text("/data/lease_token");
	}

}
