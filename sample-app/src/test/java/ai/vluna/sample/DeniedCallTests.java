package ai.vluna.sample;

import ai.vluna.sample.text.Summariser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;

/**
 * Tests for a user whose quota is used up.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DeniedCallTests {

	@MockitoSpyBean
	private Summariser summariser;

	@ParameterizedTest
	@CsvSource({ "/api/summaries, */*", "/api/summaries, text/event-stream", "/api/summaries/async, */*",
			"/api/summaries/async, text/event-stream", "/api/summaries/stream, */*",
			"/api/summaries/stream, text/event-stream", "/api/word-counts, application/json", "/api/failures, */*",
			"/api/chat, */*", "/api/chat/stream, text/event-stream" })
	void isToldToPayAndNothingIsDone(String path, String accept, @LocalServerPort int port) {
		Newcomer newcomer = new Newcomer(port);
		Newcomer.Reply reply = newcomer.post(path, "dave", SampleTexts.GETTYSBURG, accept);
		assertThat(reply.status()).isEqualTo(402);
		assertThat(reply.contentType()).startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		assertThat(reply.json().path("status").asInt()).isEqualTo(402);
		assertThat(newcomer.ledger()).isEmpty();
		then(this.summariser).shouldHaveNoInteractions();
	}

}
