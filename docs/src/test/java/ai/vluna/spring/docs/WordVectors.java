package ai.vluna.spring.docs;

import java.util.List;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * A model for which a text is as many tokens as it has words.
 */
class WordVectors implements EmbeddingModel {

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		int words = request.getInstructions().stream().mapToInt((text) -> text.split(" ").length).sum();
		return new EmbeddingResponse(List.of(new Embedding(new float[] { words }, 0)),
				new EmbeddingResponseMetadata("words", new DefaultUsage(words, 0)));
	}

	@Override
	public float[] embed(Document document) {
		return embed(String.valueOf(document.getText()));
	}

	@Override
	public int dimensions() {
		return 1;
	}

}
