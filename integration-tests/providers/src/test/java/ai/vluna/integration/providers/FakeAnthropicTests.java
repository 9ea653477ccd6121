package ai.vluna.integration.providers;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FakeAnthropic}.
 */
class FakeAnthropicTests {

	private static final String STREAMED = "{\"model\":\"claude-sonnet-5\",\"stream\":true}";

	private static final ToolCall WEATHER = new ToolCall("toolu_1", "weather", "{\"city\":\"Oslo\"}");

	private final FakeAnthropic provider = FakeAnthropic.start();

	private final Client messages = new Client(this.provider.baseUrl() + "/v1/messages");

	@AfterEach
	void stop() {
		this.provider.close();
	}

	@Test
	void answersAtOnceWithCachedTokensOutsideOfTheInput() {
		this.provider.reply(Reply.text("Hel", "lo").using(Tokens.of(36, 15).cached(64, 4).reasoned(5)));
		JsonNode answer = this.messages.json("{\"model\":\"claude-sonnet-5\"}");
		assertThat(answer.at("/content/0/text").asString()).isEqualTo("Hello");
		assertThat(answer.path("stop_reason").asString()).isEqualTo("end_turn");
		JsonNode usage = answer.path("usage");
		assertThat(usage.path("input_tokens").asInt()).isEqualTo(36);
		assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(64);
		assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(4);
		assertThat(usage.path("output_tokens").asInt()).isEqualTo(20);
		assertThat(usage.at("/output_tokens_details/thinking_tokens").asInt()).isEqualTo(5);
	}

	@Test
	void tellsTheInputOfAStreamFirstAndAllOfItBeforeTheEnd() {
		this.provider.reply(Reply.text("Hel", "lo").using(Tokens.of(36, 15).cached(64, 0)));
		List<JsonNode> events = this.messages.events(STREAMED);
		assertThat(events).extracting((event) -> event.path("type").asString())
			.containsExactly("message_start", "ping", "content_block_start", "content_block_delta",
					"content_block_delta", "content_block_stop", "message_delta", "message_stop");
		assertThat(events.get(0).at("/message/usage/input_tokens").asInt()).isEqualTo(36);
		assertThat(events.get(0).at("/message/usage/output_tokens").asInt()).isEqualTo(1);
		assertThat(events.get(3).at("/delta/text").asString()).isEqualTo("Hel");
		assertThat(events.get(6).at("/usage/output_tokens").asInt()).isEqualTo(15);
		assertThat(events.get(6).at("/usage/cache_read_input_tokens").asInt()).isEqualTo(64);
	}

	@Test
	void wantsToolsToBeCalled() {
		this.provider.reply(Reply.toolCalls(WEATHER));
		JsonNode answer = this.messages.json("{}");
		assertThat(answer.path("stop_reason").asString()).isEqualTo("tool_use");
		assertThat(answer.at("/content/0/input/city").asString()).isEqualTo("Oslo");
	}

	@Test
	void streamsTheArgumentsOfToolsInParts() {
		this.provider.reply(Reply.toolCalls(WEATHER));
		StringBuilder arguments = new StringBuilder();
		this.messages.events(STREAMED)
			.forEach((event) -> arguments.append(event.at("/delta/partial_json").asString("")));
		assertThat(arguments).hasToString(WEATHER.arguments());
	}

	@Test
	void omitsTheUsageWhenToldTo() {
		this.provider.reply(Reply.text("Hello").withoutUsage(), Reply.text("Hello").withoutUsage());
		assertThat(this.messages.json("{}").has("usage")).isFalse();
		assertThat(this.messages.text(STREAMED)).doesNotContain("usage");
	}

	@Test
	void failsInItsOwnWords() {
		this.provider.reply(Reply.refusal(529));
		assertThat(this.messages.json("{}").at("/error/type").asString()).isEqualTo("overloaded_error");
	}

}
