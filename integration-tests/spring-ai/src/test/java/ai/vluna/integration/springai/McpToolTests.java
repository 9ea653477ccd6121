package ai.vluna.integration.springai;

import java.util.Map;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.ToolCall;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.integration.springai.client.GatedChatClient;
import ai.vluna.spring.integration.springai.tool.OnDeniedTool;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import org.apache.catalina.LifecycleException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for tools of an MCP server that is called over HTTP. The model calls each with a
 * prefix that the server does not know.
 */
@SpringAiTest
@Import({ Clients.class, McpToolTests.Servers.class, Forecaster.class })
class McpToolTests {

	private static final String MODEL = "openai.chat";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private FakeOpenAi provider;

	@Autowired
	private McpWeather weather;

	@Autowired
	private Forecaster forecaster;

	@Autowired
	@Qualifier("openAiChatClient")
	private ChatClient client;

	@Autowired
	private SyncMcpToolCallbackProvider tools;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
		this.weather.reset();
	}

	@Test
	void areBilledWithoutAWord() {
		calling("forecast_look_up");
		assertThat(this.forecaster.forecast("Weather?")).isEqualTo("Take a coat");
		assertThatATurnWasCharged();
	}

	@Test
	void areBilledInAStream() {
		calling("forecast_look_up");
		assertThat(ToolLoopTests.text(this.forecaster.stream("Weather?"))).isEqualTo("Take a coat");
		assertThatATurnWasCharged();
	}

	@ParameterizedTest
	@EnumSource
	void tellTheServerNothingOfWhoPays(Way way) {
		calling("forecast_look_up");
		way.ask(spec().toolContext(Map.of("locale", "nb"))
			.advisors(GatedChatClient.options((call) -> call.subject(ToolLoopTests.BOB)
				.key("run-1")
				.labels(Map.of("conversation", "17"))
				.featureCode("router.chat"))));
		assertThat(this.gate.ledger()).hasSize(3)
			.allSatisfy((entry) -> assertThat(entry).wasCommitted().isPaidBy("globex", "bob"));
		assertThat(this.weather.calls).containsExactly(CallToolRequest.builder("look_up")
			.arguments(Map.of("city", "Oslo"))
			.meta(Map.of("locale", "nb"))
			.build());
		assertThat(this.weather.headers).isNotEmpty()
			.noneMatch((header) -> header.matches("(?i).*(vluna|globex|bob|run-1|conversation|router|lease).*"));
	}

	@ParameterizedTest
	@EnumSource
	void areNotCalledWhenTheyAreDenied(Way way) {
		calling("forecast_look_up");
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> way.ask(spec(), ToolLoopTests.DAVE));
		assertThat(this.weather.calls).isEmpty();
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly(MODEL);
	}

	@ParameterizedTest
	@EnumSource
	void areToldToTheModelWhenTheyAreDenied(Way way, @Autowired @Qualifier("openAiChatModel") ChatModel model,
			@Autowired ModelGate models) {
		calling("forecast_look_up");
		ChatClient telling = GatedChatClient.of(ChatClient.create(model), models, OnDeniedTool.TELL_MODEL);
		assertThat(way.ask(telling.prompt("Weather?").tools(this.tools), ToolLoopTests.DAVE)).isEqualTo("Take a coat");
		assertThat(this.provider.lastRequest().body().toString()).contains("'forecast_look_up' was not called");
		assertThat(this.weather.calls).isEmpty();
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly(MODEL, MODEL);
	}

	@ParameterizedTest
	@EnumSource
	void areNotChargedWhenTheServerFails(Way way) {
		calling("forecast_fail");
		assertThat(way.ask(spec())).isEqualTo("Take a coat");
		assertThat(this.provider.lastRequest().body().toString()).contains("No clouds in Oslo");
		assertThat(this.weather.calls).hasSize(1);
		assertThat(this.gate).hasLedgerOf(3).hasSingleLeaseFor(Forecasts.FEATURE).wasCancelled();
	}

	@ParameterizedTest
	@EnumSource
	void areFreeByTheNameThatOnlyTheServerKnows(Way way) {
		calling("look_up");
		try (McpSyncClient plain = Servers.connect(this.weather)) {
			way.ask(this.client.prompt("Weather?")
				.tools(SyncMcpToolCallbackProvider.builder().mcpClients(plain).build()));
		}
		assertThat(this.weather.calls).hasSize(1);
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly(MODEL, MODEL);
	}

	private ChatClientRequestSpec spec() {
		return this.client.prompt("Weather?").tools(this.tools);
	}

	private void calling(String tool) {
		this.provider.reply(
				Reply.toolCalls(new ToolCall("call_1", tool, "{\"city\":\"Oslo\"}")).using(ToolLoopTests.FIRST),
				Reply.text("Take ", "a coat").using(ToolLoopTests.SECOND));
	}

	private void assertThatATurnWasCharged() {
		assertThat(this.weather.calls).extracting(CallToolRequest::name).containsExactly("look_up");
		assertThat(this.provider.lastRequest().body().toString()).contains("wet in Oslo");
		assertThat(this.gate).hasSettledEveryLeaseOnce();
		assertThat(this.gate.ledger()).allSatisfy((entry) -> assertThat(entry).wasCommitted())
			.extracting(LedgerEntry::feature, LedgerEntry::quantityMinor)
			.containsExactly(tuple(MODEL, ToolLoopTests.FIRST.total()), tuple(Forecasts.FEATURE, Forecasts.QUANTITY),
					tuple(MODEL, ToolLoopTests.SECOND.total()));
	}

	/**
	 * How a client is asked.
	 */
	enum Way {

		CALL {

			@Override
			@Nullable String ask(ChatClientRequestSpec spec) {
				return spec.call().content();
			}

		},

		STREAM {

			@Override
			String ask(ChatClientRequestSpec spec) {
				return ToolLoopTests.text(spec.stream().content());
			}

		};

		abstract @Nullable String ask(ChatClientRequestSpec spec);

		@Nullable String ask(ChatClientRequestSpec spec, BillingSubject subject) {
			return BillingSubjects.with(subject, () -> ask(spec));
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Servers {

		@Bean
		McpWeather weather() throws LifecycleException {
			return McpWeather.start();
		}

		@Bean
		SyncMcpToolCallbackProvider mcpTools(McpSyncClient client) {
			return SyncMcpToolCallbackProvider.builder()
				.mcpClients(client)
				.toolNamePrefixGenerator((connection, tool) -> "forecast_" + tool.name())
				.build();
		}

		@Bean
		McpSyncClient mcpClient(McpWeather weather) {
			return connect(weather);
		}

		static McpSyncClient connect(McpWeather weather) {
			return McpClient.sync(HttpClientStreamableHttpTransport.builder(weather.url()).build()).build();
		}

	}

}
