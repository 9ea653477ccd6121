package ai.vluna.sample.text;

import java.util.List;

/**
 * The sentences that say most of a text, in its own order and words.
 *
 * @param sentences the sentences, at least one
 * @param usage what it took
 */
public record Summary(List<String> sentences, TokenUsage usage) {

	public String text() {
		return String.join(" ", this.sentences);
	}

}
