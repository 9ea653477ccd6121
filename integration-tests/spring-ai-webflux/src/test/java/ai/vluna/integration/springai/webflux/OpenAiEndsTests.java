package ai.vluna.integration.springai.webflux;

import ai.vluna.integration.providers.FakeOpenAi;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Tests for the ends of what OpenAI's model is asked on event loops.
 */
class OpenAiEndsTests extends EndsTests {

	OpenAiEndsTests(@Autowired FakeOpenAi provider, @LocalServerPort int port) {
		super("openai", provider, port);
	}

}
