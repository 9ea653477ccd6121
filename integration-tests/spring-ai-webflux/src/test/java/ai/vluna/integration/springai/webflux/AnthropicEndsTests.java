package ai.vluna.integration.springai.webflux;

import ai.vluna.integration.providers.FakeAnthropic;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Tests for the ends of what Anthropic's model is asked on event loops.
 */
class AnthropicEndsTests extends EndsTests {

	AnthropicEndsTests(@Autowired FakeAnthropic provider, @LocalServerPort int port) {
		super("anthropic", provider, port);
	}

}
