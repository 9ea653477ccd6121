package ai.vluna.spring.docs;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.stereotype.Service;

/**
 * A service as it is without billing.
 */
@Service
public class Assistant {

	private final ChatClient client;

	Assistant(ChatClient.Builder builder, Search search) {
		this.client = builder.defaultTools(search).build();
	}

	public @Nullable String answer(String question) {
		return this.client.prompt(question).call().content();
	}

	public Flux<String> stream(String question) {
		return this.client.prompt(question).stream().content();
	}

}
