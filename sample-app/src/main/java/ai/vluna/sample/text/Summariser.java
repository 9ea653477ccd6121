package ai.vluna.sample.text;

import java.util.List;

import org.springframework.stereotype.Component;

/**
 * Stands for the model behind a real application: it reads a text, writes a summary and
 * knows how many tokens that took. A fifth of the sentences stays, at least three. A
 * cheaper model would read no further than the opening.
 */
@Component
public class Summariser {

	private static final int OPENING = 2;

	private final TokenCounter tokens;

	public Summariser(TokenCounter tokens) {
		this.tokens = tokens;
	}

	public Summary summarise(String text) {
		List<String> sentences = KeySentences.of(Sentences.of(text));
		int outputTokens = this.tokens.count(String.join(" ", sentences));
		return new Summary(sentences, TokenUsage.of(this.tokens.count(text), outputTokens));
	}

	public Summary skim(String text) {
		List<String> opening = Sentences.of(text).stream().limit(OPENING).toList();
		int tokens = this.tokens.count(String.join(" ", opening));
		return new Summary(opening, TokenUsage.of(tokens, tokens));
	}

}
