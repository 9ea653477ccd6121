package ai.vluna.integration.workers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.delivery.Intake;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ends an application of listeners in the middle of a message, while the gate charges
 * nothing, and starts it again. Two messages are there from the beginning, and one comes
 * for a listener that stops after delivery did.
 */
@EmbeddedKafka(partitions = 1)
class KafkaShutdownTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(new CatalogueConfiguration().catalogue())
		.build();

	private final LetterDesk desk = new LetterDesk();

	private final EmbeddedKafkaBroker broker;

	private final String topic;

	@TempDir
	Path directory;

	KafkaShutdownTests(EmbeddedKafkaBroker broker, TestInfo test) {
		this.broker = broker;
		this.topic = test.getTestMethod().orElseThrow().getName() + System.identityHashCode(this);
	}

	@BeforeEach
	void prepare() throws Exception {
		this.gate.start();
		this.gate.on(Endpoint.COMMIT).always(Fault.serverError());
		this.broker.addTopics(this.topic, lateTopic());
		send(this.topic, "first", "second");
	}

	@AfterEach
	void stopGate() {
		this.gate.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsInWorkIsStoredAndNothingBegunAfterwards(boolean leavesTheRest) throws Exception {
		Life life = beginLife("--spring.kafka.listener.immediate-stop=" + leavesTheRest);
		CompletableFuture<Void> closed = life.close();
		await().atMost(PATIENCE).until(() -> !life.container().isRunning());
		assertThat(life.settlement().hindrance()).isNull();

		this.desk.open();
		endLife(life, closed, (leavesTheRest) ? List.of("first") : List.of("first", "second"));
		assertThatTheNextStartChargesTheRest();
	}

	@Test
	void whatOutlastsItsContainerIsStoredToo() throws Exception {
		Life life = beginLife("--spring.lifecycle.timeout-per-shutdown-phase=100ms");
		CompletableFuture<Void> closed = life.close();
		await().atMost(PATIENCE).until(() -> life.settlement().hindrance() != null);
		assertThat(this.desk.isDeliveryOver()).isFalse();

		this.desk.open();
		await().atMost(PATIENCE).until(() -> this.desk.refused().contains("second"));
		endLife(life, closed, List.of("first"));
		assertThatTheNextStartChargesTheRest();
	}

	private Life beginLife(String argument) {
		Life life = new Life(start(argument), this.topic);
		await().atMost(PATIENCE).until(() -> this.desk.begun().contains("first"));
		return life;
	}

	private void endLife(Life life, CompletableFuture<Void> closed, List<String> done) throws Exception {
		await().atMost(PATIENCE).until(this.desk::isDeliveryOver);
		assertThat(life.intake().running()).isZero();
		assertThat(life.store().backlog().pending()).isEqualTo(done.size());
		send(lateTopic(), "late");
		await().atMost(PATIENCE).until(() -> this.desk.refused().contains("late"));
		assertThat(this.desk.begun()).isEqualTo(done);
		this.desk.goOn();
		assertThat(closed).succeedsWithin(PATIENCE);
		assertThat(charges()).isEmpty();
	}

	private void assertThatTheNextStartChargesTheRest() {
		this.gate.on(Endpoint.COMMIT).heal();
		try (ConfigurableApplicationContext again = start()) {
			await().atMost(PATIENCE).until(() -> charges().size() == 3 || !again.isActive());
		}
		assertThat(charges()).map((charge) -> charge.labels().get("letter"))
			.containsExactlyInAnyOrder("first", "second", "late");
		assertThat(this.gate.ledger()).isEqualTo(charges());
	}

	private List<LedgerEntry> charges() {
		return this.gate.ledger().stream().filter((entry) -> entry.state() == LedgerState.COMMITTED).toList();
	}

	private ConfigurableApplicationContext start(String... further) {
		List<String> arguments = new ArrayList<>(List.of("--topic=" + this.topic, "--late-topic=" + lateTopic(),
				"--spring.kafka.bootstrap-servers=" + this.broker.getBrokersAsString(),
				"--vluna.base-url=" + this.gate.baseUrl(), "--vluna.realm-id=" + this.gate.realmId(),
				"--vluna.service-key.id=" + this.gate.serviceKeyId(),
				"--vluna.service-key.secret=" + this.gate.serviceKeySecret(), "--vluna.delivery.store=file",
				"--vluna.delivery.file.path=" + this.directory.resolve("usage.mv"),
				"--vluna.subject.principal=fixed:acme", "--vluna.subject.user=fixed:alice",
				"--vluna.circuit-breaker.minimum-calls=1000", "--vluna.circuit-breaker.window=1000"));
		arguments.addAll(List.of(further));
		return new SpringApplicationBuilder(ListenerApplication.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory().registerSingleton("desk", this.desk))
			.run(arguments.toArray(String[]::new));
	}

	private void send(String topic, String... letters) throws Exception {
		DefaultKafkaProducerFactory<String, String> factory = new DefaultKafkaProducerFactory<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, this.broker.getBrokersAsString()),
				new StringSerializer(), new StringSerializer());
		KafkaTemplate<String, String> kafka = new KafkaTemplate<>(factory);
		for (String letter : letters) {
			kafka.send(topic, letter).get();
		}
		factory.destroy();
	}

	private String lateTopic() {
		return this.topic + "-late";
	}

	/**
	 * A running application, and what is asked of it while it ends.
	 */
	private record Life(ConfigurableApplicationContext application, MessageListenerContainer container,
			Settlement settlement, Intake intake, SettlementStore store) {

		Life(ConfigurableApplicationContext application, String topic) {
			this(application,
					Objects.requireNonNull(
							application.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer(topic)),
					application.getBean(Settlement.class), application.getBean(Intake.class),
					application.getBean(SettlementStore.class));
		}

		CompletableFuture<Void> close() {
			return CompletableFuture.runAsync(this.application::close, (task) -> new Thread(task, "closing").start());
		}

	}

}
