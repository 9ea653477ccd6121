package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events, one by one and several at once.
 */
class EventTests {

	private static final String EVENTS = "/mgt/v1/events";

	private static final String SIGNED = """
			{"semantic_kind":"outcome","event_type":"contract.signed","occurred_at":"2026-11-20T10:00:00+01:00",
			"subject_ref":"c-1","payload":{"b":[1,{"y":2,"x":1}],"a":"1"},"labels":{"team":"blue"}}""";

	private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T17:00:00Z"));

	private final EmbeddedGate gate = EmbeddedGate.builder().clock(this.clock).knownPrincipal("acme").start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void areCreatedOnce() {
		Reply first = record("key", SIGNED);
		assertThat(first.status()).isEqualTo(201);
		assertThat(first.text("/data/occurred_at")).isEqualTo("2026-11-20T09:00:00.000Z");
		assertThat(first.text("/data/created_at")).isEqualTo("2026-11-21T17:00:00.000Z");
		assertThat(first.text("/data/labels/team")).isEqualTo("blue");
		assertThat(first.text("/data/payload/a")).isEqualTo("1");
		Reply again = record("key", SIGNED);
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.body()).isEqualTo(first.body());
	}

	@Test
	void areTheSameByContentWhateverTheKeyTheLabelsAndTheOrder() {
		String id = record("first", SIGNED).text("/data/event_id");
		this.clock.advance(Duration.ofHours(1));
		Reply reordered = record("second", """
				{"payload":{"a":"1","b":[1,{"x":1,"y":2}]},"subject_ref":" c-1 ","occurred_at":"2026-11-20T09:00:00Z",
				"event_type":"contract.signed","semantic_kind":"OUTCOME","labels":{"team":"red"}}""");
		assertThat(reordered.status()).isEqualTo(200);
		assertThat(reordered.text("/data/event_id")).isEqualTo(id);
		assertThat(reordered.text("/data/created_at")).isEqualTo("2026-11-21T17:00:00.000Z");
		assertThat(reordered.text("/data/labels/team")).isEqualTo("red");
		assertThat(record("third", SIGNED.replace("c-1", "c-2")).status()).isEqualTo(201);
	}

	@Test
	void areTheSameForOneUserOnly() {
		record("key", SIGNED);
		Reply other = new Caller(this.gate, "acme", "bob").postTo(EVENTS, "other", SIGNED);
		assertThat(other.status()).isEqualTo(201);
	}

	@Test
	void areKeptWhenTheServerRestarts() {
		String id = record("key", SIGNED).text("/data/event_id");
		this.gate.stop();
		this.gate.start();
		Reply again = record("key", SIGNED);
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.text("/data/event_id")).isEqualTo(id);
	}

	@Test
	void conflictUnderOneKey() {
		record("key", SIGNED);
		assertThat(record("key", SIGNED.replace("c-1", "c-2")).message()).isEqualTo("idempotency_conflict");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"semantic_kind\":\"outcome\",\"occurred_at\":\"now\",\"event_type\":\"t\"}",
			"{\"semantic_kind\":\"outcome\",\"occurred_at\":\"2026-11-20\",\"event_type\":\" \"}" })
	void areUnexpectedErrorsOneByOneWhenTheyAreNotAcceptable(String body) {
		assertThat(record("key", body).status()).isEqualTo(500);
	}

	@Test
	void areAnsweredEachInABatch() {
		record("single", SIGNED);
		String events = "{\"events\":[%s,%s,{\"semantic_kind\":\"outcome\",\"occurred_at\":\"2026-11-20\"},null]}";
		Reply reply = this.alice.postTo(EVENTS + "/batch", "key",
				events.formatted(SIGNED, SIGNED.replace("c-1", "c-2")));
		assertThat(reply.status()).isEqualTo(207);
		assertThat(reply.json().at("/data/results").valueStream().map((result) -> result.path("status").stringValue()))
			.containsExactly("duplicate", "accepted", "invalid", "invalid");
		assertThat(reply.text("/data/results/2/error/message")).isEqualTo("event_type is required");
		assertThat(reply.text("/data/results/3/error/code")).isEqualTo("VALIDATION.INVALID_INPUT");
		assertThat(reply.json().at("/data/accepted_count").intValue()).isEqualTo(1);
		assertThat(reply.json().at("/data/failed_count").intValue()).isEqualTo(2);
		assertThat(this.alice.postTo(EVENTS + "/batch", "empty", "{}").json().at("/data/results")).isEmpty();
	}

	private Reply record(String key, String body) {
		return this.alice.postTo(EVENTS, key, body);
	}

}
