package ai.vluna.integration.springai.webflux;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams the answers of a chat whose model may ask for the weather.
 */
@RestController
class ChatController {

	private final ChatClient client;

	ChatController(ChatClient.Builder builder) {
		this.client = builder.build();
	}

	@GetMapping("/chat")
	Flux<String> chat(@RequestParam String text) {
		if (!Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("Not on an event loop");
		}
		return this.client.prompt(text).tools(new Tools()).stream().content();
	}

	static class Tools {

		@Tool(description = "Tells the weather")
		String weather(String city) {
			return "wet in " + city;
		}

	}

}
