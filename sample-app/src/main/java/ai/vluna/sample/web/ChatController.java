package ai.vluna.sample.web;

import ai.vluna.sample.chat.Assistant;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets the assistant answer, at once or word by word.
 */
@RestController
@RequestMapping("/api/chat")
class ChatController {

	private final Assistant assistant;

	ChatController(Assistant assistant) {
		this.assistant = assistant;
	}

	@PostMapping
	ChatAnswer answer(@RequestBody TextRequest request) {
		return new ChatAnswer(this.assistant.answer(request.requiredText()));
	}

	@PostMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<ChatAnswer>> stream(@RequestBody TextRequest request) {
		return this.assistant.stream(request.requiredText())
			.map((words) -> ServerSentEvent.builder(new ChatAnswer(words)).build());
	}

}
