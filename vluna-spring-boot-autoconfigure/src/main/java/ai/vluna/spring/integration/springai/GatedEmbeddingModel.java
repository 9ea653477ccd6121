package ai.vluna.spring.integration.springai;

import java.util.List;
import java.util.function.Supplier;

import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.model.ModelKind;
import ai.vluna.spring.model.TokenReader;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * An embedding model whose calls are gated and billed by tokens. {@link #dimensions()} is
 * not: it may call the provider as well, but vector stores do so when the application
 * starts and there is nobody who could pay.
 * <p>
 * Beans are decorated without being asked; models that are made in user code go through
 * {@link #of(EmbeddingModel, ModelGate)}.
 *
 * @since 0.1.0
 */
public final class GatedEmbeddingModel implements EmbeddingModel, GatedModel<EmbeddingModel> {

	private static final TokenReader<EmbeddingResponse> TOKENS = (response) -> ResponseTokens
		.of(response.getMetadata().getUsage());

	private final EmbeddingModel model;

	private final Supplier<ModelGate> gate;

	private final ModelId unnamed;

	GatedEmbeddingModel(EmbeddingModel model, Supplier<ModelGate> gate, GatedModelSettings settings) {
		this.model = model;
		this.gate = settings.appliedTo(gate);
		this.unnamed = settings.idOf(model, ModelKind.EMBEDDING);
	}

	/**
	 * Gate a model that is not a bean.
	 * @param model the model
	 * @param gate what it is billed by
	 * @return the model, billed; itself if it is so already
	 */
	public static EmbeddingModel of(EmbeddingModel model, ModelGate gate) {
		return of(model, gate, GatedModelSettings.DEFAULT);
	}

	/**
	 * Gate a model that is not a bean.
	 * @param model the model
	 * @param gate what it is billed by
	 * @param settings how it is billed
	 * @return the model, billed; itself if it is so already, or is not to be
	 */
	public static EmbeddingModel of(EmbeddingModel model, ModelGate gate, GatedModelSettings settings) {
		return (model instanceof GatedModel || !settings.gate()) ? model
				: new GatedEmbeddingModel(model, () -> gate, settings);
	}

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		return this.gate.get().call(id(request), TOKENS, () -> this.model.call(request));
	}

	// What the model itself makes of a document would go past this gate.
	@Override
	public float[] embed(Document document) {
		String content = getEmbeddingContent(document);
		return call(new EmbeddingRequest(List.of((content != null) ? content : ""), EmbeddingOptions.builder().build()))
			.getResult()
			.getOutput();
	}

	@Override
	public @Nullable String getEmbeddingContent(Document document) {
		return this.model.getEmbeddingContent(document);
	}

	@Override
	public int dimensions() {
		return this.model.dimensions();
	}

	private ModelId id(EmbeddingRequest request) {
		EmbeddingOptions asked = request.getOptions();
		String name = (asked != null) ? asked.getModel() : null;
		return ModelIds.named(this.unnamed, (name != null) ? name : OpenAiOptions.nameOf(this.model));
	}

	@Override
	public EmbeddingModel ungated() {
		return this.model;
	}

	@Override
	public String toString() {
		return "GatedEmbeddingModel[" + this.model + "]";
	}

}
