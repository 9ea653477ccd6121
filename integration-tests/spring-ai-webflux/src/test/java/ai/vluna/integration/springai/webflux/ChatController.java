package ai.vluna.integration.springai.webflux;

import java.util.Map;
import java.util.Objects;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with what the model of a provider says, which may ask for the weather.
 */
@RestController
class ChatController {

	private final Map<String, ChatClient> clients;

	ChatController(ChatClient.Builder openAi, @Qualifier("anthropicChatModel") ChatModel anthropic) {
		this.clients = Map.of("openai", openAi.build(), "anthropic", ChatClient.create(anthropic));
	}

	@GetMapping("/chat")
	Flux<String> chat(@RequestParam String text, @RequestParam(defaultValue = "openai") String provider) {
		return prompt(provider, text).stream().content();
	}

	@GetMapping("/twice")
	Flux<String> twice(@RequestParam String text, @RequestParam String provider) {
		return prompt(provider, text).advisors(new Twice()).stream().content();
	}

	@GetMapping("/city")
	Mono<City> city(@RequestParam String text, @RequestParam String provider) {
		ChatClientRequestSpec prompt = prompt(provider, text)
			.advisors(StructuredOutputValidationAdvisor.builder().outputType(City.class).build());
		// Of Reactor's operators handle is one that knows who asks on any thread, without
		// automatic propagation.
		return Mono.just(prompt)
			.publishOn(Schedulers.boundedElastic())
			.handle((question, sink) -> sink.next(Objects.requireNonNull(question.call().entity(City.class))));
	}

	private ChatClientRequestSpec prompt(String provider, String text) {
		if (!Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("Not on an event loop");
		}
		return Objects.requireNonNull(this.clients.get(provider)).prompt(text).tools(new Tools());
	}

	record City(String name, int inhabitants) {

	}

	static class Tools {

		@Tool(description = "Tells the weather")
		String weather(String city) {
			return "wet in " + city;
		}

	}

	/**
	 * Asks everything twice.
	 */
	private static final class Twice implements StreamAdvisor {

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			return Flux.defer(() -> chain.copy(this).nextStream(request)).repeat(1);
		}

		@Override
		public String getName() {
			return "twice";
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

}
