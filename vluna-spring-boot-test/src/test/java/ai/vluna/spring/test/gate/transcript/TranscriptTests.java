package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.auth.RegisteredKey;
import ai.vluna.spring.test.gate.auth.RegisteredKey.Status;
import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

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

	@Test
	void everyRecordingIsReplayed() throws IOException {
		List<String> replayed = Stream.of(ON_ONE_SERVER, WITH_SHORT_LEASES, WITH_AUTO_REGISTRY)
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

	private Stream<DynamicTest> replay(List<String> files, EmbeddedGate.Builder builder) throws IOException {
		List<Transcript> transcripts = new ArrayList<>();
		for (String file : files) {
			transcripts.add(Transcript.read(file));
		}
		SettableClock clock = new SettableClock(Instant.EPOCH);
		EmbeddedGate gate = startGate(transcripts, builder.clock(clock));
		Replay replay = new Replay(gate, clock);
		return transcripts.stream()
			.flatMap((transcript) -> transcript.exchanges()
				.stream()
				.map((exchange) -> DynamicTest.dynamicTest(transcript.name() + ": " + exchange.title(), () -> {
					prepare(gate, transcript, exchange);
					compare(transcript, exchange, replay);
				})));
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

	private EmbeddedGate startGate(List<Transcript> transcripts, EmbeddedGate.Builder builder) throws IOException {
		GateCatalogue.Builder catalogue = RecordedCatalogue.create();
		transcripts.stream()
			.flatMap((transcript) -> transcript.exchanges().stream())
			.map(Exchange::principal)
			.filter((principal) -> !principal.startsWith("new-principal"))
			.forEach((principal) -> {
				builder.knownPrincipal(principal);
				if (principal.startsWith("acct-edge")) {
					catalogue.account(principal, Account.Builder::postpaid);
				}
			});
		JsonNode keys = Transcript.readResource("KEYS.json");
		JsonNode key = keys.path("main");
		builder.furtherKey(key(keys.path("realm-two"), Status.ACTIVE))
			.furtherKey(key(keys.path("expired"), Status.EXPIRED))
			.furtherKey(key(keys.path("disabled"), Status.DISABLED))
			.furtherRealm("realm-two", true)
			.furtherRealm("realm-keys", true)
			.furtherRealm("realm-gone", false);
		EmbeddedGate gate = builder.realmId(key.path("realm_id").stringValue())
			.serviceKey(key.path("key_id").stringValue(), key.path("secret_base64").stringValue())
			.catalogue(catalogue.build())
			.start();
		this.gates.add(gate);
		return gate;
	}

	private static RegisteredKey key(JsonNode node, Status status) {
		return new RegisteredKey(node.path("keyId").stringValue(), node.path("secret").stringValue(),
				node.path("realmId").stringValue(), status);
	}

}
