package ai.vluna.spring.integration.springai;

import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.model.ModelKind;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatedEmbeddingModel}.
 */
class GatedEmbeddingModelTests {

	private final RecordingGate gate = new RecordingGate();

	private final SampleEmbeddingModel sample = new SampleEmbeddingModel();

	private final EmbeddingModel model = GatedEmbeddingModel.of(this.sample, this.gate);

	@Test
	void gatesEveryWayToEmbed() {
		Document document = new Document("text");
		this.model.embed("text");
		this.model.embed(document);
		this.model.embed(List.of("text"));
		this.model.embed(List.of(document), EmbeddingOptions.builder().build(), new TokenCountBatchingStrategy());
		this.model.embedForResponse(List.of("text"));
		this.model.call(new EmbeddingRequest(List.of("text"), null));
		assertThat(this.gate.models).hasSize(6).containsOnly(new ModelId("sample", "default", ModelKind.EMBEDDING));
		assertThat(this.gate.usages).hasSize(6)
			.allSatisfy((usage) -> assertThat(usage).extracting(TokenUsage::total).isEqualTo(8L));
		assertThat(this.gate.usages.get(0))
			.isEqualTo(TokenUsage.builder().count(TokenKind.INPUT, 8).count(TokenKind.OUTPUT, 0).build());
	}

	@Test
	void sendsOfADocumentWhatTheModelWouldSend() {
		this.model.embed(new Document("text"));
		assertThat(this.sample.texts).containsExactly("content of text");
	}

	@Test
	void leavesTheDimensionsAlone() {
		assertThat(this.model.dimensions()).isEqualTo(2);
		assertThat(this.gate.models).isEmpty();
	}

	@Test
	void prefersTheModelThatTheRequestNames() {
		this.model.call(new EmbeddingRequest(List.of("text"), EmbeddingOptions.builder().model("large").build()));
		assertThat(this.gate.models).extracting(ModelId::name).containsExactly("large");
	}

	@Test
	void hasTheNameOfItsSettingsWhereNobodyTellsOne() {
		EmbeddingModel named = GatedEmbeddingModel.of(this.sample, this.gate,
				GatedModelSettings.DEFAULT.withModel("nomic-embed-text"));
		named.embed("text");
		named.embedForResponse(List.of("text"));
		named.call(new EmbeddingRequest(List.of("text"), EmbeddingOptions.builder().model("large").build()));
		assertThat(this.gate.models).extracting(ModelId::name)
			.containsExactly("nomic-embed-text", "nomic-embed-text", "large");
	}

	@Test
	void isNotGatedTwiceOrAgainstItsSettings() {
		assertThat(GatedEmbeddingModel.of(this.model, this.gate)).isSameAs(this.model);
		assertThat(GatedEmbeddingModel.of(this.sample, this.gate, new GatedModelSettings(false, null, null, null)))
			.isSameAs(this.sample);
		assertThat(((GatedModel<?>) this.model).ungated()).isSameAs(this.sample);
	}

	static class SampleEmbeddingModel implements EmbeddingModel {

		private final List<String> texts = new ArrayList<>();

		@Override
		public EmbeddingResponse call(EmbeddingRequest request) {
			this.texts.addAll(request.getInstructions());
			List<Embedding> embeddings = request.getInstructions()
				.stream()
				.map((text) -> new Embedding(new float[] { 1, 0 }, 0))
				.toList();
			return new EmbeddingResponse(embeddings, new EmbeddingResponseMetadata("small", new DefaultUsage(8, 0)));
		}

		@Override
		public float[] embed(Document document) {
			throw new UnsupportedOperationException("Goes past the gate");
		}

		@Override
		public String getEmbeddingContent(Document document) {
			return "content of " + document.getText();
		}

	}

}
