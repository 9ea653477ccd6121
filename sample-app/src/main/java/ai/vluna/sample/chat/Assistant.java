package ai.vluna.sample.chat;

import java.util.Objects;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.stereotype.Service;

/**
 * An ordinary service over Spring AI. Each call of the model and of the tool is billed
 * nevertheless: as {@code vluna.models} and {@code vluna.tools} say, to whoever is signed
 * in.
 */
@Service
public class Assistant {

	private final ChatClient client;

	Assistant(ChatClient.Builder builder, Weather weather) {
		this.client = builder.defaultTools(weather).build();
	}

	public String answer(String question) {
		return Objects.requireNonNullElse(this.client.prompt(question).call().content(), "");
	}

	public Flux<String> stream(String question) {
		return this.client.prompt(question).stream().content();
	}

}
