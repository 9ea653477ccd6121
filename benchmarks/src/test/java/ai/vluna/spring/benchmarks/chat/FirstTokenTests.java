package ai.vluna.spring.benchmarks.chat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import ai.vluna.spring.benchmarks.chat.FirstToken.Row;
import ai.vluna.spring.benchmarks.loopback.CannedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.Test;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is compared is one model that answers, billed and not, and the tables have a row
 * for each.
 */
class FirstTokenTests {

	@Test
	void onlyTheBilledModelIsCharged() {
		GateCatalogue catalogue = GateCatalogue.builder()
			.feature(ChatApplication.FEATURE, (feature) -> feature.price(0))
			.build();
		try (EmbeddedGate gate = EmbeddedGate.builder()
			.knownPrincipal(ChatApplication.PRINCIPAL)
			.catalogue(catalogue)
			.start();
				Chats chats = new Chats(
						new GateAccess(gate.baseUrl(), gate.realmId(), gate.serviceKeyId(), gate.serviceKeySecret()))) {
			chats.answer(Duration.ZERO, Duration.ZERO);
			chats.unbilled();
			assertThat(gate).hasEmptyLedger();
			chats.billed();
			assertThat(gate).hasSingleLeaseFor(ChatApplication.FEATURE).wasCommittedWith(15);
			chats.authorize();
			assertThat(gate).hasLedgerOf(2);
		}
	}

	@Test
	void theFirstTokenComesBeforeTheEnd() {
		try (CannedGate gate = new CannedGate(); Chats chats = new Chats(GateAccess.to(gate.baseUrl()))) {
			FirstToken measured = FirstToken.inTime(chats, 1);
			assertThat(measured.firstMillis(Row.UNBILLED)).isBetween(200.0, measured.lastMillis(Row.UNBILLED));
			assertThat(measured.firstMillis(Row.BILLED)).isBetween(200.0, measured.lastMillis(Row.BILLED));
			assertThat(measured.ratio()).isPositive();
		}
	}

	@Test
	void printsARowForEach() {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		try (CannedGate gate = new CannedGate()) {
			FirstToken.print(1, gate.baseUrl(), new PrintStream(printed, true, StandardCharsets.UTF_8));
		}
		assertThat(printed.toString(StandardCharsets.UTF_8)).contains("### Time to first token, after 200 ms")
			.contains("### Time to first token, at once")
			.containsPattern("\\| the model \\| [0-9.]+ \\| [0-9.]+ \\| 1\\.000 \\|")
			.containsPattern("\\| an authorize alone \\| [0-9.]+ \\|")
			.containsPattern("\\| \\*\\*the billed model\\*\\* \\| [0-9.]+ \\| [0-9.]+ \\| [0-9.]+ \\|");
	}

}
