package ai.vluna.integration.springai;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;

/**
 * A tool that asks a model itself, with tools of its own.
 */
class Agent {

	private final ChatClient client;

	private final Object tools;

	Agent(ChatClient client, Object tools) {
		this.client = client;
		this.tools = tools;
	}

	@Tool(description = "Asks somebody else")
	String delegate(String question) {
		return String.valueOf(this.client.prompt(question).tools(this.tools).call().content());
	}

}
