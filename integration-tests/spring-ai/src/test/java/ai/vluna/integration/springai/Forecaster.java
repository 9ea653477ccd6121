package ai.vluna.integration.springai;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.stereotype.Service;

/**
 * A service with tools of other servers, as it is without billing.
 */
@Service
class Forecaster {

	private final ChatClient client;

	Forecaster(ChatClient.Builder builder, SyncMcpToolCallbackProvider servers) {
		this.client = builder.defaultTools(servers).build();
	}

	@Nullable String forecast(String question) {
		return this.client.prompt(question).call().content();
	}

	Flux<String> stream(String question) {
		return this.client.prompt(question).stream().content();
	}

}
