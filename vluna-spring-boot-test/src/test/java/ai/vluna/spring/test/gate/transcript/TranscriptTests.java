package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGateBuilder;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gate answers what a real server was recorded to answer.
 */
class TranscriptTests {

	/**
	 * In the order in which they were recorded.
	 */
	private static final List<String> ON_ONE_SERVER = List.of("01-authorize-ok", "02-authorize-invalid",
			"05-authorize-denied", "06-authorize-quota", "07-authorize-quota-account-scope",
			"08-authorize-quota-unpriced", "09-authorize-rate", "10-authorize-balance", "11-authorize-budget",
			"12-commit-ok", "13-commit-quantity-edge-cases", "14-commit-meter-line-edge-cases", "15-commit-idempotency",
			"16-commit-after-cancel-and-cancel", "17-commit-wrong-lease-or-feature",
			"18-commit-idempotency-after-restart", "19-batch-commit", "20-ingest", "21-auth-errors",
			"25-limits-and-meters", "26-entitlement-user-seat", "03-authorize-idempotency",
			"04-authorize-idempotency-after-restart");

	private static final List<String> WITH_SHORT_LEASES = List.of("29-lease-expiry");

	private static final List<String> WITH_AUTO_REGISTRY = List.of("27-auto-registry");

	private static final List<String> BYTE_BY_BYTE = List.of("23-protocol-errors", "31-keep-alive");

	private static final List<String> AT_THE_SAME_TIME = List.of("24-concurrency");

	private static final List<String> NOT_ASKED = List.of("40-older-server-07fc7b6");

	private static final TranscriptReport REPORT = new TranscriptReport();

	private final List<EmbeddedGate> gates = new ArrayList<>();

	@TestFactory
	Stream<DynamicTest> answersAsRecorded() throws IOException {
		return replay(ON_ONE_SERVER, EmbeddedGate.builder());
	}

	@TestFactory
	Stream<DynamicTest> answersAsRecordedWithShortLeases() throws IOException {
		return replay(WITH_SHORT_LEASES, EmbeddedGate.builder().leases(Replay.SHORT_LEASE, Duration.ofSeconds(3)));
	}

	@TestFactory
	Stream<DynamicTest> answersAsRecordedWithAutoRegistry() throws IOException {
		return replay(WITH_AUTO_REGISTRY, EmbeddedGate.builder());
	}

	@TestFactory
	Stream<DynamicTest> answersAsRecordedByteByByte() throws IOException {
		List<Transcript> transcripts = read(BYTE_BY_BYTE);
		SettableClock clock = new SettableClock(Instant.EPOCH);
		RawReplay replay = new RawReplay(start(transcripts, EmbeddedGate.builder().clock(clock)), clock);
		return transcripts.stream().flatMap((transcript) -> replay.tests(transcript, REPORT));
	}

	@TestFactory
	Stream<DynamicTest> answersConcurrentRequestsAsRecorded() throws IOException {
		List<Transcript> transcripts = read(AT_THE_SAME_TIME);
		SettableClock clock = new SettableClock(Instant.EPOCH);
		EmbeddedGate gate = start(transcripts, EmbeddedGate.builder().clock(clock));
		ConcurrentReplay replay = new ConcurrentReplay(gate, new Replay(gate, clock));
		return transcripts.stream().flatMap((transcript) -> replay.tests(transcript, REPORT));
	}

	@Test
	void doesNotAnswerAsAnOlderServer() throws IOException {
		for (Transcript transcript : read(NOT_ASKED)) {
			for (Exchange exchange : transcript.exchanges()) {
				Difference difference = Difference.of(transcript, exchange);
				assertThat(difference).as(exchange.title()).isNotNull();
				REPORT.different(difference);
			}
		}
	}

	@Test
	void everyRecordingIsReplayed() throws IOException {
		List<String> replayed = Stream
			.of(ON_ONE_SERVER, WITH_SHORT_LEASES, WITH_AUTO_REGISTRY, BYTE_BY_BYTE, AT_THE_SAME_TIME, NOT_ASKED)
			.flatMap(List::stream)
			.toList();
		assertThat(replayed).containsExactlyInAnyOrderElementsOf(Transcript.names());
	}

	@Test
	void everyDeclaredDifferenceExists() throws IOException {
		for (Difference difference : Difference.ALL) {
			Transcript transcript = Transcript.read(difference.file());
			assertThat(transcript.exchanges()).as(difference.title())
				.anyMatch((exchange) -> difference.covers(transcript, exchange));
		}
	}

	private Stream<DynamicTest> replay(List<String> files, EmbeddedGateBuilder builder) throws IOException {
		List<Transcript> transcripts = read(files);
		SettableClock clock = new SettableClock(Instant.EPOCH);
		EmbeddedGate gate = start(transcripts, builder.clock(clock));
		Replay replay = new Replay(gate, clock);
		return transcripts.stream()
			.flatMap((transcript) -> transcript.exchanges()
				.stream()
				.map((exchange) -> DynamicTest.dynamicTest(transcript.name() + ": " + exchange.title(), () -> {
					prepare(gate, transcript, exchange);
					compare(transcript, exchange, replay);
				})));
	}

	private static List<Transcript> read(List<String> files) throws IOException {
		List<Transcript> transcripts = new ArrayList<>();
		for (String file : files) {
			transcripts.add(Transcript.read(file));
		}
		return transcripts;
	}

	private EmbeddedGate start(List<Transcript> transcripts, EmbeddedGateBuilder builder) throws IOException {
		EmbeddedGate gate = RecordedServer.start(transcripts, builder);
		this.gates.add(gate);
		return gate;
	}

	/**
	 * Does what somebody did to the server between two recorded exchanges.
	 */
	private static void prepare(EmbeddedGate gate, Transcript transcript, Exchange exchange) {
		if (exchange.title().contains("after a top-up of 1000")) {
			gate.credit(exchange.principal(), "u1", 1000);
		}
		if (exchange != transcript.exchanges().get(0)) {
			return;
		}
		if (transcript.name().endsWith("after-restart")) {
			gate.stop();
			gate.start();
		}
		if (transcript.name().equals("25-limits-and-meters")) {
			new UnrecordedUsage(gate).book();
		}
		if (transcript.name().equals("27-auto-registry")) {
			gate.catalogue(gate.catalogue().mutate().autoRegistry().build());
		}
	}

	@AfterEach
	void stopGates() {
		this.gates.forEach(EmbeddedGate::close);
	}

	@AfterAll
	static void printReport() {
		System.out.print(REPORT);
	}

	private static void compare(Transcript transcript, Exchange exchange, Replay replay) throws IOException {
		Difference difference = Difference.of(transcript, exchange);
		if (difference == null) {
			GateRequest.Reply reply = replay.send(exchange);
			assertThat(Normalised.of(reply.json())).isEqualTo(Normalised.of(exchange.answer()));
			assertThat(reply.status()).isEqualTo(exchange.status());
			REPORT.equal(transcript);
			return;
		}
		if (difference.instead() != null) {
			assertThat(replay.send(exchange)).matches(difference.instead(), difference.reason());
		}
		REPORT.different(difference);
	}

}
