package ai.vluna.spring.integration.springai;

import java.util.function.Supplier;

import ai.vluna.spring.context.CallerSnapshot;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.model.ModelKind;
import ai.vluna.spring.model.TokenReader;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A chat model whose calls are gated and billed: one operation for each {@code call} and
 * each subscription of a {@code stream}, whatever the model does again inside. A denied
 * call never reaches the model.
 * <p>
 * Beans are decorated without being asked; models that are made in user code go through
 * {@link #of(ChatModel, ModelGate)}.
 *
 * @since 0.1.0
 */
public final class GatedChatModel implements ChatModel, GatedModel<ChatModel> {

	private static final TokenReader<ChatResponse> TOKENS = new ResponseTokens();

	private final ChatModel model;

	private final Supplier<ModelGate> gate;

	private final ModelId unnamed;

	GatedChatModel(ChatModel model, Supplier<ModelGate> gate, GatedModelSettings settings) {
		this.model = model;
		this.gate = settings.appliedTo(gate);
		this.unnamed = settings.idOf(model, ModelKind.CHAT);
	}

	/**
	 * Gate a model that is not a bean.
	 * @param model the model
	 * @param gate what it is billed by
	 * @return the model, billed; itself if it is so already
	 */
	public static ChatModel of(ChatModel model, ModelGate gate) {
		return of(model, gate, GatedModelSettings.DEFAULT);
	}

	/**
	 * Gate a model that is not a bean.
	 * @param model the model
	 * @param gate what it is billed by
	 * @param settings how it is billed
	 * @return the model, billed; itself if it is so already, or is not to be
	 */
	public static ChatModel of(ChatModel model, ModelGate gate, GatedModelSettings settings) {
		return (model instanceof GatedModel || !settings.gate()) ? model
				: new GatedChatModel(model, () -> gate, settings);
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return this.gate.get().call(id(prompt), TOKENS, () -> this.model.call(prompt));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		Prompt reporting = OpenAiOptions.tellingUsage(prompt, this.model);
		CallerSnapshot caller = CallerSnapshot.capture();
		return this.gate.get()
			.stream(id(prompt), TOKENS, () -> offLoopWhenLeft(this.model.stream(reporting)))
			// Also for a subscription on another thread, as after a retry.
			.contextWrite(caller::addTo);
	}

	// Whoever leaves may do so on an event loop, and the providers' clients read on for a
	// moment while they close a connection.
	private static Flux<ChatResponse> offLoopWhenLeft(Flux<ChatResponse> stream) {
		return stream.cancelOn(Schedulers.boundedElastic());
	}

	private ModelId id(Prompt prompt) {
		ChatOptions asked = prompt.getOptions();
		String name = (asked != null) ? asked.getModel() : null;
		return ModelIds.named(this.unnamed, (name != null) ? name : this.model.getOptions().getModel());
	}

	@Override
	public ChatOptions getOptions() {
		return this.model.getOptions();
	}

	@Override
	@Deprecated
	@SuppressWarnings("removal")
	public ChatOptions getDefaultOptions() {
		return this.model.getDefaultOptions();
	}

	@Override
	public ChatModel ungated() {
		return this.model;
	}

	@Override
	public String toString() {
		return "GatedChatModel[" + this.model + "]";
	}

}
