package ai.vluna.sample.text;

/**
 * The tokens that were read and written. The total is what is billed.
 *
 * @param inputTokens the tokens of the text
 * @param outputTokens the tokens of its summary
 * @param totalTokens the sum of both
 */
public record TokenUsage(int inputTokens, int outputTokens, int totalTokens) {

	static TokenUsage of(int inputTokens, int outputTokens) {
		return new TokenUsage(inputTokens, outputTokens, Math.addExact(inputTokens, outputTokens));
	}

}
