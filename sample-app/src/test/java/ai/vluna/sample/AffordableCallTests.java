package ai.vluna.sample;

import java.util.List;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.Summary;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for users who cannot pay for everything.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "vluna.refusals.remember-for=1m")
@ExtendWith(OutputCaptureExtension.class)
class AffordableCallTests {

	private static final String PATH = "/api/summaries/affordable";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Summariser summariser;

	private Newcomer newcomer;

	@BeforeEach
	void emptyTheLedger(@LocalServerPort int port) {
		this.gate.reset();
		this.newcomer = new Newcomer(port);
	}

	@Test
	void whoHasEnoughGetsAll() {
		assertAnswered("alice", this.summariser.summarise(SampleTexts.GETTYSBURG));
		assertCharged("sample.summary");
	}

	@Test
	void whoRunsShortGetsLessAndANotice(CapturedOutput output) {
		assertAnswered("erin", this.summariser.skim(SampleTexts.GETTYSBURG));
		assertCharged("sample.summary");
		await().until(() -> output.toString().contains("hooli runs short of sample.summary"));
	}

	@Test
	void whoIsDeniedGetsTheCheaperFeature() {
		for (int authorized : List.of(2, 3)) {
			assertAnswered("dave", this.summariser.skim(SampleTexts.GETTYSBURG));
			// The second time nobody asks for what was just denied.
			assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, authorized);
		}
		assertThat(this.newcomer.ledger()).hasSize(2)
			.allMatch((line) -> line.path("feature").asString().equals("sample.opening"));
	}

	private void assertAnswered(String user, Summary expected) {
		Newcomer.Reply reply = this.newcomer.post(PATH, user, SampleTexts.GETTYSBURG);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().path("summary").asString()).isEqualTo(expected.text());
		JsonNode last = this.newcomer.ledger().get(this.newcomer.ledger().size() - 1);
		assertThat(last.path("quantityMinor").asInt()).isEqualTo(expected.usage().totalTokens());
		assertThat(last.path("state").asString()).isEqualTo("COMMITTED");
	}

	private void assertCharged(String feature) {
		assertThat(this.newcomer.ledger()).singleElement()
			.satisfies((line) -> assertThat(line.path("feature").asString()).isEqualTo(feature));
	}

}
