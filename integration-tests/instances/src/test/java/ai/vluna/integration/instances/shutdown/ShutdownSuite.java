package ai.vluna.integration.instances.shutdown;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ai.vluna.integration.instances.shutdown.Witness.Sight;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ends an application in the middle of its work while the gate charges nothing, and
 * starts it again.
 */
abstract class ShutdownSuite {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature(Work.FEATURE, (feature) -> feature.price(2))
			.account("acme", (account) -> account.balance("alice", 1_000_000))
			.build())
		.build();

	private final Class<?> application;

	private final WebApplicationType type;

	@TempDir
	Path directory;

	ShutdownSuite(Class<?> application, WebApplicationType type) {
		this.application = application;
		this.type = type;
	}

	@BeforeEach
	void startGate() {
		this.gate.start();
	}

	@AfterEach
	void stopGate() {
		this.gate.close();
	}

	@ParameterizedTest
	@EnumSource
	void whatRunsAtTheEndIsStoredAndChargedAfterTheNextStart(Store store) {
		this.gate.on(Endpoint.COMMIT).always(Fault.serverError());
		Office office = new Office(start(store));
		endAtWork(office);
		assertThat(charges()).isEmpty();

		this.gate.on(Endpoint.COMMIT).heal();
		// Nothing is asked of it: it has to begin by itself.
		try (ConfigurableApplicationContext again = start(store, "--spring.main.lazy-initialization=true")) {
			await().atMost(Office.PATIENCE).until(() -> charges().size() == office.names().size() || !again.isActive());
		}
		assertThat(charges()).map((charge) -> charge.labels().get(Work.LABEL))
			.containsExactlyInAnyOrderElementsOf(office.names());
		assertThat(this.gate.ledger()).isEqualTo(charges())
			.allSatisfy((charge) -> assertThat(charge.quantityMinor())
				.isEqualTo(String.valueOf(charge.labels().get(Work.LABEL)).length()));
	}

	private void endAtWork(Office office) {
		office.request("single", "single");
		office.request("stream", "stream");
		office.onExecutor("executor");
		office.byListener("letter", "unread");
		office.onForeignThread("foreign");

		CompletableFuture<Void> closed = office.close();
		// Executors end before the web server does, and wait for what they are doing.
		office.finish("executor");
		assertThat(office.isListeningWhileListenersEnd()).isTrue();
		office.finish("letter");
		office.awaitNotListening();
		assertThat(office.before()).isNull();
		office.finish("single", "stream");

		assertThat(office.awaitBefore()).isEqualTo(new Sight(false, true, 1, 4));
		assertThat(office.after()).isNull();
		office.finish("foreign");

		assertThat(closed).succeedsWithin(Office.PATIENCE);
		assertThat(office.after()).isEqualTo(new Sight(false, true, 0, 5));
		assertThat(office.pool().isClosed()).isTrue();
		assertThat(office.isBegun("unread")).isFalse();
	}

	private List<LedgerEntry> charges() {
		return this.gate.ledger().stream().filter((entry) -> entry.state() == LedgerState.COMMITTED).toList();
	}

	private ConfigurableApplicationContext start(Store store, String... further) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--vluna.base-url=" + this.gate.baseUrl(),
				"--vluna.realm-id=" + this.gate.realmId(), "--vluna.service-key.id=" + this.gate.serviceKeyId(),
				"--vluna.service-key.secret=" + this.gate.serviceKeySecret()));
		arguments.addAll(store.arguments(this.directory));
		arguments.addAll(List.of(further));
		return new SpringApplicationBuilder(this.application).web(this.type).run(arguments.toArray(String[]::new));
	}

}
