package ai.vluna.integration.workers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed listeners of Apache Kafka.
 */
@WorkerTest
@Import(KafkaConfiguration.class)
@EmbeddedKafka(partitions = 1, bootstrapServersProperty = "spring.kafka.bootstrap-servers",
		topics = { "texts", "messages", "records", "batches", "texts-dlt", "messages-dlt" })
class KafkaTests {

	private static final String TEXT = "a text";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private KafkaTemplate<String, String> kafka;

	@Autowired
	private Journal journal;

	@Autowired
	private KafkaConfiguration.DeadLetters deadLetters;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.journal.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "texts", "messages" })
	void billsWhoTheMessageNames(String topic) throws Exception {
		send(topic, "named-" + topic, "globex", "bob");
		awaitEnds(1);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(TEXT.length()).isPaidBy("globex", "bob");
	}

	@ParameterizedTest
	@ValueSource(strings = { "messages", "records" })
	void readsHeadersOfProducersThatKnowBytesOnly(String topic) throws Exception {
		ProducerRecord<String, String> data = new ProducerRecord<>(topic, TEXT);
		data.headers()
			.add("tenant", bytes("globex"))
			.add("user", bytes("bob"))
			.add("message-id", bytes("foreign-" + topic));
		this.kafka.send(data).get(20, TimeUnit.SECONDS);
		awaitEnds(1);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(TEXT.length()).isPaidBy("globex", "bob");
	}

	@ParameterizedTest
	@ValueSource(strings = { "texts", "messages" })
	void chargesARedeliveredMessageOnce(String topic) throws Exception {
		String id = "redelivered-" + topic;
		this.journal.failOnceAt(id);
		send(topic, id, "acme", "alice");
		awaitEnds(1);
		assertThat(this.journal.begun()).containsExactly(id, id);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 2)
			.hasReceived(Endpoint.COMMIT, 1)
			.hasReceived(Endpoint.CANCEL, 0)
			.hasSingleLease()
			.wasCommittedWith(TEXT.length());
	}

	@Test
	void worksAgainForAMessageThatComesAgainAndChargesItOnce() throws Exception {
		send("texts", "twice", "acme", "alice");
		send("texts", "twice", "acme", "alice");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasReceived(Endpoint.COMMIT, 2));
		assertThat(this.journal.begun()).containsExactly("twice", "twice");
		assertThat(this.gate).hasLedgerOf(1).hasSingleLease().wasCommittedWith(TEXT.length());
	}

	@Test
	void triesNoDeniedMessageAgain() throws Exception {
		int before = this.deadLetters.texts().size();
		send("texts", "denied", "bankrupt", "bella");
		await().atMost(Duration.ofSeconds(20)).until(() -> this.deadLetters.texts().size() > before);
		assertThat(this.journal.begun()).isEmpty();
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasEmptyLedger();
	}

	@ParameterizedTest
	@ValueSource(strings = { "texts", "messages" })
	void worksForNoMessageThatNamesNobody(String topic) throws Exception {
		int before = this.deadLetters.texts().size();
		this.kafka.send(topic, TEXT).get(20, TimeUnit.SECONDS);
		await().atMost(Duration.ofSeconds(20)).until(() -> this.deadLetters.texts().size() > before);
		assertThat(this.journal.begun()).isEmpty();
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
	}

	@Test
	void chargesEachMessageOfABatchOnce() throws Exception {
		this.journal.failOnceAt("b2");
		for (String id : List.of("b1", "b2", "b3")) {
			this.kafka.send("batches", id, TEXT);
		}
		awaitEnds(3);
		assertThat(this.journal.begun()).contains("b1", "b2", "b3");
		assertThat(this.gate.ledger())
			.allSatisfy((entry) -> assertThat(entry).wasCommittedWith(TEXT.length()).isPaidBy("acme", "alice"));
	}

	private void send(String topic, String id, String tenant, String user) throws Exception {
		Message<String> message = MessageBuilder.withPayload(TEXT)
			.setHeader(KafkaHeaders.TOPIC, topic)
			.setHeader("message-id", id)
			.setHeader("tenant", tenant)
			.setHeader("user", user)
			.build();
		this.kafka.send(message).get(20, TimeUnit.SECONDS);
	}

	private void awaitEnds(int leases) {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(leases).hasSettledEveryLeaseOnce());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
