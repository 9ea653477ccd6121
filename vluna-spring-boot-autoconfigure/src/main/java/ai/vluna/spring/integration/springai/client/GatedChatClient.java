package ai.vluna.spring.integration.springai.client;

import java.util.List;
import java.util.function.Consumer;

import ai.vluna.spring.integration.springai.tool.OnDeniedTool;
import ai.vluna.spring.integration.springai.tool.ToolGate;
import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelGate;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A chat client whose tools are billed, as far as they are mapped to features: each call
 * of a tool is an operation of its own, beside each call of the model. The model is gated
 * where it is made, not here.
 * <p>
 * Who pays and what else is to be said of one call is an option of it: <pre class="code">
 * client.prompt("How is the weather?")
 *     .advisors(GatedChatClient.options((call) -&gt; call.subject(subject).key("run-17")))
 *     .call()</pre> The options hold for all rounds of the tool loop, for the tools, and
 * for the models and agents that these use. What they leave open is said by those of the
 * client, then by the {@link ai.vluna.spring.model.ModelCallScope} around. Of streams it
 * is whoever subscribes that pays, in all rounds and on all threads.
 * <p>
 * Under a stable key the calls of each feature are numbered in their order, whatever ids
 * the model gives them. So another attempt at the same call, here or on another instance,
 * is charged only for calls that the first did not come to, as long as both go the same
 * way. What an advisor repeats, such as one that validates the answer, are further calls.
 * But to an advisor in front of {@code HIGHEST_PRECEDENCE + 100} each repetition is an
 * attempt at the same call, and free: keep the tool loop behind.
 * <p>
 * Clients and builders of clients that are beans are gated without being asked; clients
 * that are made in user code go through {@link #of(ChatClient, ModelGate)}.
 *
 * @since 0.1.0
 */
public final class GatedChatClient implements ChatClient {

	private final ChatClient client;

	private final List<Advisor> advisors;

	GatedChatClient(ChatClient client, List<Advisor> advisors) {
		this.client = client;
		this.advisors = advisors;
	}

	/**
	 * Gate the tools of a client that is not a bean. A denied tool fails the run.
	 * @param client the client, of a model that is gated
	 * @param gate what tools are billed by
	 * @return the client, billed; itself if it is so already
	 */
	public static ChatClient of(ChatClient client, ModelGate gate) {
		return of(client, gate, OnDeniedTool.FAIL);
	}

	/**
	 * Gate the tools of a client that is not a bean.
	 * @param client the client, of a model that is gated
	 * @param gate what tools are billed by
	 * @param onDenied what happens when a tool is denied
	 * @return the client, billed; itself if it is so already
	 */
	public static ChatClient of(ChatClient client, ModelGate gate, OnDeniedTool onDenied) {
		return (client instanceof GatedChatClient) ? client
				: new GatedChatClient(client, advisors(new ToolGate(() -> gate, onDenied)));
	}

	/**
	 * Return what to give to {@code advisors} of a prompt or {@code defaultAdvisors} of a
	 * client. Options of a prompt go before those of its client. A key belongs to one
	 * prompt: with that of a client all its prompts would be one piece of work, and those
	 * after the first would not be charged.
	 * @param options says something about the calls
	 * @return the options
	 */
	public static Consumer<AdvisorSpec> options(Consumer<ModelCallOptions.Builder> options) {
		ModelCallOptions.Builder builder = ModelCallOptions.builder();
		options.accept(builder);
		return options(builder.build());
	}

	/**
	 * Return what to give to {@code advisors} of a prompt or {@code defaultAdvisors} of a
	 * client. Options of a prompt go before those of its client. A key belongs to one
	 * prompt: with that of a client all its prompts would be one piece of work, and those
	 * after the first would not be charged.
	 * @param options what is said about the calls
	 * @return the options
	 */
	public static Consumer<AdvisorSpec> options(ModelCallOptions options) {
		// With the advisor, so that a client which has none does not pass them over.
		return (spec) -> spec.params(ScopeParams.of(options)).advisors(ModelCallScopeAdvisor.INSTANCE);
	}

	static List<Advisor> advisors(ToolGate gate) {
		return List.of(ModelCallScopeAdvisor.INSTANCE, new GatedToolsAdvisor(gate));
	}

	@Override
	public ChatClientRequestSpec prompt() {
		return gated(this.client.prompt());
	}

	@Override
	public ChatClientRequestSpec prompt(String content) {
		return gated(this.client.prompt(content));
	}

	@Override
	public ChatClientRequestSpec prompt(Prompt prompt) {
		return gated(this.client.prompt(prompt));
	}

	@Override
	public Builder mutate() {
		return this.client.mutate().defaultAdvisors(this.advisors);
	}

	private ChatClientRequestSpec gated(ChatClientRequestSpec spec) {
		// A gated builder makes clients that have them.
		return (spec instanceof DefaultChatClientRequestSpec known && known.getAdvisors().containsAll(this.advisors))
				? spec : spec.advisors(this.advisors);
	}

	@Override
	public String toString() {
		return "GatedChatClient[" + this.client + "]";
	}

}
