package ai.vluna.integration.springai.webflux;

import java.util.Map;
import java.util.Objects;

import ai.vluna.spring.integration.springai.client.GatedChatClient;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams from the event loop what a model says, which has a tool, and an agent who asks
 * the model again.
 */
@RestController
class AgentController {

	private final ChatClient client;

	private final ChatClient agent;

	AgentController(ChatClient.Builder builder) {
		this.agent = builder.clone().defaultTools(new Forecasts()).build();
		this.client = builder.defaultTools(new Forecasts(), this).build();
	}

	@GetMapping("/agent")
	Flux<String> chat(@RequestParam String text) {
		return this.client.prompt(text).stream().content();
	}

	@GetMapping("/labelled")
	Flux<String> labelled(@RequestParam String text) {
		return this.client.prompt(text)
			.advisors(GatedChatClient.options((options) -> options.labels(Map.of("text", text)).key(text)))
			.stream()
			.content();
	}

	@Tool(description = "Asks somebody else")
	String delegate(String question) {
		return Objects.toString(this.agent.prompt(question).call().content());
	}

	static class Forecasts {

		@Tool(description = "Forecasts the weather")
		String forecast(String city) {
			return "wet in " + city;
		}

	}

}
