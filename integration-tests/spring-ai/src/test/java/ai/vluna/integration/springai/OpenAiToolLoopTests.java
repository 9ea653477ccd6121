package ai.vluna.integration.springai;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.ToolCall;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.integration.springai.client.GatedChatClient;
import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for runs with OpenAI's model, and for clients and loops of any kind.
 */
@SpringAiTest
@Import(Clients.class)
class OpenAiToolLoopTests extends ToolLoopTests {

	OpenAiToolLoopTests(@Autowired FakeOpenAi provider, @Autowired @Qualifier("openAiChatModel") ChatModel model,
			@Autowired @Qualifier("openAiChatClient") ChatClient client) {
		super("openai.chat");
		this.provider = provider;
		this.model = model;
		this.client = client;
	}

	@Test
	void gatesClientsOfABuilder(@Autowired ObjectProvider<ChatClient.Builder> builder) {
		calling(call("forecast"));
		builder.getObject().build().prompt("Weather?").tools(this.tools).call().content();
		assertThatItCost(model(FIRST), tool(), model(SECOND));
	}

	@Test
	void gatesClientsOfUserCode() {
		calling(call("forecast"));
		ChatClient gated = GatedChatClient.of(ChatClient.create(this.model), this.modelGate);
		assertThat(GatedChatClient.of(gated, this.modelGate)).isSameAs(gated);
		gated.prompt("Weather?").tools(this.tools).call().content();
		assertThatItCost(model(FIRST), tool(), model(SECOND));
	}

	@Test
	void gatesClientsThatAreMadeOfOthers() {
		calling(call("forecast"));
		this.client.mutate().defaultTools(this.tools).build().prompt(new Prompt("Weather?")).call().content();
		assertThatItCost(model(FIRST), tool(), model(SECOND));
	}

	@Test
	void leavesTheLoopToAnAdvisorOfTheApplication() {
		calling(call("forecast"));
		ToolCallingAdvisor own = ToolCallingAdvisor.builder()
			.toolCallingManager(ToolCallingManager.builder().build())
			.build();
		this.client.prompt("Weather?").tools(this.tools).advisors(own).call().content();
		assertThatItCost(model(FIRST), tool(), model(SECOND));
	}

	@Test
	void gatesToolsThatTheApplicationCalls(@Autowired ToolCallingManager manager) {
		calling(call("forecast"));
		Prompt prompt = new Prompt("Weather?",
				ToolCallingChatOptions.builder().toolCallbacks(ToolCallbacks.from(this.tools)).build());
		ChatResponse response = BillingSubjects.with(BOB,
				() -> this.model.call(new Prompt("Weather?",
						((ToolCallingChatOptions) this.model.getOptions()).mutate()
							.toolCallbacks(ToolCallbacks.from(this.tools))
							.build())));
		ToolExecutionResult result = BillingSubjects.with(BOB, () -> manager.executeToolCalls(prompt, response));
		assertThat(result.conversationHistory()).hasSize(3);
		assertThatItCost(model(FIRST), tool());
		assertThat(this.gate).hasSingleLeaseFor(Forecasts.FEATURE).hasLabel("tool_call_id", "call_1");
		assertThatAllIsPaidBy(BOB);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void labelsToolsWithTheirIdsInClientsOfTheManager(boolean streamed, @Autowired ToolCallingManager manager) {
		this.provider.reply(Reply.toolCalls(call("call_1", "Oslo"), call("call_2", "Rome")).using(FIRST),
				Reply.text("Take a coat").using(SECOND));
		ask(manager, streamed, (options) -> options.labels(Map.of("run", "1")));
		assertThatItCost(model(FIRST), tool(), tool(), model(SECOND));
		assertThat(this.gate.ledger()).extracting(LedgerEntry::labels)
			.containsExactly(Map.of("run", "1"), Map.of("run", "1", "tool_call_id", "call_1"),
					Map.of("run", "1", "tool_call_id", "call_2"), Map.of("run", "1"));
	}

	@Test
	void labelsNoToolUnderAStableKey(@Autowired ToolCallingManager manager) {
		calling(call("forecast"));
		ask(manager, false, (options) -> options.key("run-1"));
		assertThatItCost(model(FIRST), tool(), model(SECOND));
		assertThat(this.gate.ledger()).extracting(LedgerEntry::labels)
			.allSatisfy((labels) -> assertThat(labels).doesNotContainKey("tool_call_id"));
	}

	@Test
	void billsToolsThatAreCalledAtOnce() {
		this.provider.reply(Reply.toolCalls(call("forecast"), call("forecast")).using(FIRST),
				Reply.text("Take a coat").using(SECOND));
		ToolCallingAdvisor parallel = ToolCallingAdvisor.builder().toolCallingManager(new ParallelCalls()).build();
		BillingSubjects.with(BOB,
				() -> this.client.prompt("Weather?").tools(this.tools).advisors(parallel).call().content());
		assertThatItCost(model(FIRST), tool(), tool(), model(SECOND));
		assertThatAllIsPaidBy(BOB);
	}

	@Test
	void billsToolsOfAStreamThatAreCalledAtOnce() {
		this.provider.reply(Reply.toolCalls(call("forecast"), call("forecast")).using(FIRST),
				Reply.text("Take a coat").using(SECOND));
		ToolCallingAdvisor parallel = ToolCallingAdvisor.builder().toolCallingManager(new ParallelCalls()).build();
		text(this.client.prompt("Weather?")
			.tools(this.tools)
			.advisors(parallel)
			.stream()
			.content()
			.contextWrite(BillingSubjects.write(BOB)));
		assertThatItCost(model(FIRST), tool(), tool(), model(SECOND));
		assertThatAllIsPaidBy(BOB);
	}

	private void ask(ToolCallingManager manager, boolean streamed, Consumer<ModelCallOptions.Builder> options) {
		ChatClientRequestSpec spec = this.client.prompt("Weather?")
			.tools(this.tools)
			.advisors(ToolCallingAdvisor.builder().toolCallingManager(manager).build())
			.advisors(GatedChatClient.options(options));
		assertThat((streamed) ? text(spec.stream().content()) : spec.call().content()).isEqualTo("Take a coat");
	}

	private static ToolCall call(String id, String city) {
		return new ToolCall(id, "forecast", "{\"city\":\"" + city + "\"}");
	}

	/**
	 * Calls each tool on a thread of its own, which knows nothing of the caller.
	 */
	private static final class ParallelCalls implements ToolCallingManager {

		@Override
		public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
			return List.of();
		}

		@Override
		public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
			AssistantMessage message = response.getResult().getOutput();
			List<CompletableFuture<ToolResponseMessage.ToolResponse>> responses = message.getToolCalls()
				.stream()
				.map((call) -> CompletableFuture.supplyAsync(() -> new ToolResponseMessage.ToolResponse(call.id(),
						call.name(), tool(prompt, call.name()).call(call.arguments()))))
				.toList();
			ToolResponseMessage answers = ToolResponseMessage.builder()
				.responses(responses.stream().map(CompletableFuture::join).toList())
				.build();
			return ToolExecutionResult.builder()
				.conversationHistory(List.of(prompt.getInstructions().get(0), message, answers))
				.build();
		}

		private static ToolCallback tool(Prompt prompt, String name) {
			List<ToolCallback> tools = ((ToolCallingChatOptions) prompt.getOptions()).getToolCallbacks();
			return tools.stream()
				.filter((tool) -> tool.getToolDefinition().name().equals(name))
				.findFirst()
				.orElseThrow();
		}

	}

}
