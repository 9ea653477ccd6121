package ai.vluna.integration.servlet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.delivery.DirectSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a whole application whose gate goes away and comes back.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OutageTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final Duration AWHILE = Duration.ofMillis(600);

	private static final String NEVER_BY_ITSELF = "vluna.circuit-breaker.open-duration=1h";

	@TempDir
	Path directory;

	private ConfigurableApplicationContext application;

	private EmbeddedGate gate;

	private CircuitBreaker breaker;

	private Press press;

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void callersAreRefusedWithoutAskingAndServedAgainWhenTheGateIsBack() {
		start(Store.NONE, NEVER_BY_ITSELF);
		this.gate.stop();
		refuse(5);
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
		this.gate.start();
		assertThatExceptionOfType(BillingUnavailableException.class).isThrownBy(() -> this.press.print(1))
			.withMessageContaining("circuit open until ");
		refuse(100);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
		assertThat(this.press.printed()).isEmpty();
		this.breaker.transitionToHalfOpenState();
		assertThat(this.press.print(7)).isEqualTo(7);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(7);
		this.press.print(8);
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void callersAreSparedTheTimeoutsOfASilentGate() {
		start(Store.NONE, "vluna.circuit-breaker.open-duration=300ms", "vluna.connection.response-timeout=300ms");
		this.gate.on(Endpoint.AUTHORIZE).always(Fault.dropBeforeProcessing().after(Duration.ofMinutes(10)));
		refuse(5);
		long asked = this.gate.count(Endpoint.AUTHORIZE);
		assertThat(asked).isEqualTo(5);
		this.gate.on(Endpoint.AUTHORIZE).heal();
		await().atMost(SOON).ignoreExceptions().until(() -> this.press.print(7) == 7);
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(this.gate.ledger()).filteredOn(LedgerEntry::state, LedgerState.COMMITTED)
				.singleElement()
				.extracting(LedgerEntry::quantityMinor)
				.isEqualTo(7L));
	}

	@ParameterizedTest
	@EnumSource
	void waivedWorkIsBoundedAndBookedOnceWhenTheGateIsBack(Store store) {
		start(store, "vluna.circuit-breaker.open-duration=300ms", "vluna.defaults.on-unreachable=allow",
				"vluna.unreachable.accept-loss=true", "vluna.unreachable.max-waived=20",
				"vluna.unreachable.max-waived-per-subject=20");
		this.gate.stop();
		Queue<Integer> served = new ConcurrentLinkedQueue<>();
		Flux.range(1, 50)
			.parallel(8)
			.runOn(Schedulers.boundedElastic())
			.doOnNext((quantity) -> printIfAllowed(quantity, served))
			.then()
			.block(SOON);
		assertThat(served).hasSize(20);
		assertThat(this.press.printed()).containsExactlyInAnyOrderElementsOf(served);
		assertThat(pending()).isEqualTo(20);
		this.gate.start();
		await().atMost(SOON).until(() -> pending() == 0);
		await().during(AWHILE).atMost(SOON).untilAsserted(() -> {
			assertThat(this.gate.ledger()).hasSize(20);
			assertThat(this.gate.ledger()).extracting(LedgerEntry::state).containsOnly(LedgerState.INGESTED);
			assertThat(this.gate.ledger().stream().map((entry) -> (int) entry.quantityMinor()))
				.containsExactlyInAnyOrderElementsOf(served);
		});
		await().atMost(SOON).until(() -> {
			this.press.print(51);
			return this.breaker.getState() == CircuitBreaker.State.CLOSED;
		});
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(this.gate.ledger()).extracting(LedgerEntry::state)
				.contains(LedgerState.COMMITTED));
	}

	@Test
	void usageOfWorkThatEndsWhileTheCircuitIsOpenIsCommittedOnceLater() {
		start(Store.NONE, NEVER_BY_ITSELF);
		assertThat(this.press.print(7, this.breaker::transitionToOpenState)).isEqualTo(7);
		await().during(AWHILE).atMost(SOON).until(() -> pending() == 1);
		assertThat(this.gate).hasReceived(Endpoint.COMMIT, 0);
		this.breaker.transitionToHalfOpenState();
		await().atMost(SOON).until(() -> pending() == 0);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(7);
		await().during(AWHILE).atMost(SOON).until(() -> this.gate.count(Endpoint.COMMIT) == 1);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void usageThatIsStoredPassesByTheCircuit(Store store) {
		start(store, NEVER_BY_ITSELF);
		assertThat(this.press.print(7, this.breaker::transitionToOpenState)).isEqualTo(7);
		await().atMost(SOON).until(() -> pending() == 0);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(7);
		refuse(1);
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
	}

	private void printIfAllowed(int quantity, Queue<Integer> served) {
		try {
			served.add(this.press.print(quantity));
		}
		catch (BillingUnavailableException ex) {
			// Beyond the bound.
		}
	}

	private long pending() {
		SettlementStore store = this.application.getBeanProvider(SettlementStore.class).getIfAvailable();
		return (store != null) ? store.backlog().pending() : this.application.getBean(DirectSettlement.class).pending();
	}

	private void refuse(int times) {
		for (int i = 0; i < times; i++) {
			assertThatExceptionOfType(BillingUnavailableException.class).isThrownBy(() -> this.press.print(1));
		}
	}

	private void start(Store store, String... properties) {
		Stream<String> common = Stream.of("vluna.embedded-gate.enabled=true",
				"vluna.embedded-gate.features[0].code=press", "vluna.embedded-gate.features[0].price.xusd=1",
				"vluna.embedded-gate.accounts[0].principal=acme", "vluna.embedded-gate.accounts[0].users[0].name=alice",
				"vluna.embedded-gate.accounts[0].users[0].balance=100000", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:alice", "vluna.retry.max-attempts=1", "vluna.circuit-breaker.window=10",
				"vluna.circuit-breaker.minimum-calls=5", "vluna.delivery.direct.min-backoff=50ms",
				"vluna.delivery.direct.max-backoff=200ms", "vluna.delivery.sending.min-backoff=50ms",
				"vluna.delivery.sending.max-backoff=200ms");
		this.application = new SpringApplicationBuilder(House.class).web(WebApplicationType.NONE)
			.properties(store.properties(this.directory))
			.run(Stream.concat(common, Arrays.stream(properties))
				.map((property) -> "--" + property)
				.toArray(String[]::new));
		this.gate = this.application.getBean(EmbeddedGate.class);
		this.breaker = this.application.getBean(CircuitBreaker.class);
		this.press = this.application.getBean(Press.class);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class House {

		@Bean
		Press press() {
			return new Press();
		}

	}

	static class Press {

		private final Queue<Integer> printed = new ConcurrentLinkedQueue<>();

		@BilledOperation(feature = "press", quantity = "#result")
		int print(int pages) {
			this.printed.add(pages);
			return pages;
		}

		@BilledOperation(feature = "press", quantity = "#result")
		int print(int pages, Runnable meanwhile) {
			meanwhile.run();
			return pages;
		}

		Queue<Integer> printed() {
			return this.printed;
		}

	}

}
