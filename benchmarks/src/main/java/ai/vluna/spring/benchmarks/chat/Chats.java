package ai.vluna.spring.benchmarks.chat;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.integration.springai.GatedModel;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One model, billed and not, with its provider and its gate on loopback.
 */
final class Chats implements AutoCloseable {

	static final int PIECES = 30;

	private static final String[] ANSWER = Collections.nCopies(PIECES, "word ").toArray(String[]::new);

	private final FakeOpenAi provider = FakeOpenAi.start();

	private final ConfigurableApplicationContext context;

	private final ChatModel billed;

	private final ChatModel unbilled;

	private final VlunaClient client;

	Chats(GateAccess gate) {
		this.context = ChatApplication.start(gate, this.provider.baseUrl());
		this.billed = this.context.getBean(ChatModel.class);
		this.unbilled = (ChatModel) ((GatedModel<?>) this.billed).ungated();
		this.client = this.context.getBean(VlunaClient.class);
	}

	/**
	 * Let the provider take its time.
	 * @param delay the time before anything is sent
	 * @param pace the time before each piece
	 */
	void answer(Duration delay, Duration pace) {
		this.provider.otherwise((request) -> Reply.text(ANSWER).delayedBy(delay).pacedBy(pace));
	}

	Arrival unbilled() {
		return Arrival.of(this.unbilled.stream(new Prompt("Hi")));
	}

	Arrival billed() {
		return Arrival.of(this.billed.stream(new Prompt("Hi")));
	}

	Arrival authorize() {
		CallContext call = new CallContext(ChatApplication.PRINCIPAL, ChatApplication.USER,
				"authorize-" + UUID.randomUUID());
		AuthorizeRequest request = new AuthorizeRequest(ChatApplication.FEATURE, null, null, null, Map.of());
		return Arrival.of(() -> this.client.gate().authorize(call, request).await());
	}

	@Override
	public void close() {
		this.context.close();
		this.provider.close();
	}

}
