package ai.vluna.integration.providers;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FakeOpenAi}.
 */
class FakeOpenAiTests {

	private static final String STREAMED = """
			{"model":"gpt-5-mini","stream":true,"stream_options":{"include_usage":true}}""";

	private static final ToolCall WEATHER = new ToolCall("call_1", "weather", "{\"city\":\"Oslo\"}");

	private final FakeOpenAi provider = FakeOpenAi.start();

	private final Client chat = new Client(this.provider.baseUrl() + "/chat/completions");

	@AfterEach
	void stop() {
		this.provider.close();
	}

	@Test
	void answersAtOnceWithCachedTokensInsideThePrompt() {
		this.provider.reply(Reply.text("Hel", "lo").using(Tokens.of(36, 15).cached(64, 4).reasoned(5)));
		JsonNode answer = this.chat.json("{\"model\":\"gpt-5-mini\"}");
		assertThat(answer.path("model").asString()).isEqualTo("gpt-5-mini");
		assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("Hello");
		assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		JsonNode usage = answer.path("usage");
		assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(104);
		assertThat(usage.path("completion_tokens").asInt()).isEqualTo(20);
		assertThat(usage.path("total_tokens").asInt()).isEqualTo(124);
		assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(64);
		assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(5);
	}

	@Test
	void tellsTheUsageOfAStreamInAChunkOfItsOwn() {
		this.provider.reply(Reply.text("Hel", "lo").using(Tokens.of(10, 2)));
		List<JsonNode> events = this.chat.events(STREAMED);
		assertThat(events).hasSize(5);
		assertThat(events.get(1).at("/choices/0/delta/content").asString()).isEqualTo("Hel");
		assertThat(events.get(3).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		assertThat(events.get(3).path("usage").isNull()).isTrue();
		assertThat(events.get(4).path("choices").size()).isZero();
		assertThat(events.get(4).at("/usage/total_tokens").asInt()).isEqualTo(12);
	}

	@Test
	void tellsNoUsageOfAStreamUnlessAsked() {
		this.provider.reply(Reply.text("Hello"));
		List<JsonNode> events = this.chat.events("{\"stream\":true}");
		assertThat(events).hasSize(3).noneMatch((event) -> event.has("usage"));
	}

	@Test
	void omitsTheUsageWhenToldTo() {
		this.provider.reply(Reply.text("Hello").withoutUsage(), Reply.text("Hello").withoutUsage());
		assertThat(this.chat.json("{}").has("usage")).isFalse();
		assertThat(this.chat.events(STREAMED)).noneMatch((event) -> event.has("usage"));
	}

	@Test
	void wantsToolsToBeCalled() {
		this.provider.reply(Reply.toolCalls(WEATHER));
		JsonNode choice = this.chat.json("{}").at("/choices/0");
		assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
		assertThat(choice.at("/message/tool_calls/0/id").asString()).isEqualTo("call_1");
		assertThat(choice.at("/message/tool_calls/0/function/arguments").asString()).isEqualTo(WEATHER.arguments());
	}

	@Test
	void streamsTheArgumentsOfToolsInParts() {
		this.provider.reply(Reply.toolCalls(WEATHER));
		StringBuilder arguments = new StringBuilder();
		List<JsonNode> events = this.chat.events(STREAMED);
		events.forEach(
				(event) -> arguments.append(event.at("/choices/0/delta/tool_calls/0/function/arguments").asString("")));
		assertThat(arguments).hasToString(WEATHER.arguments());
		assertThat(events.get(1).at("/choices/0/delta/tool_calls/0/function/name").asString()).isEqualTo("weather");
	}

	@Test
	void embedsEveryInput() {
		this.provider.reply(Reply.vectors(3).using(Tokens.of(7, 0)), Reply.vectors(3));
		Client embeddings = new Client(this.provider.baseUrl() + "/embeddings");
		JsonNode answer = embeddings.json("{\"input\":[\"a\",\"b\"]}");
		assertThat(answer.path("data").size()).isEqualTo(2);
		assertThat(answer.at("/data/1/embedding/1").asInt()).isEqualTo(1);
		assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(7);
		assertThat(
				embeddings.json("{\"input\":\"a\",\"encoding_format\":\"base64\"}").at("/data/0/embedding").asString())
			.isEqualTo("AACAPwAAAAAAAAAA");
	}

}
