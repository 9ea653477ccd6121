package ai.vluna.integration.providers;

/**
 * What a request used, each token counted once. How a provider words it, with cached
 * tokens inside or outside of the input, is up to its protocol.
 *
 * @param input input tokens that no cache had to do with
 * @param cacheRead input tokens that were read from a cache
 * @param cacheWrite input tokens that were written to a cache
 * @param output output tokens without those of the reasoning
 * @param reasoning output tokens of the reasoning
 */
public record Tokens(long input, long cacheRead, long cacheWrite, long output, long reasoning) {

	/**
	 * Create a usage without a cache and without reasoning.
	 * @param input the input tokens
	 * @param output the output tokens
	 * @return the usage
	 */
	public static Tokens of(long input, long output) {
		return new Tokens(input, 0, 0, output, 0);
	}

	/**
	 * Return this usage with further input tokens that a cache had to do with.
	 * @param read the tokens that were read from it
	 * @param written the tokens that were written to it
	 * @return a new usage
	 */
	public Tokens cached(long read, long written) {
		return new Tokens(this.input, read, written, this.output, this.reasoning);
	}

	/**
	 * Return this usage with further output tokens of the reasoning.
	 * @param tokens the tokens
	 * @return a new usage
	 */
	public Tokens reasoned(long tokens) {
		return new Tokens(this.input, this.cacheRead, this.cacheWrite, this.output, tokens);
	}

	/**
	 * Return the sum of all kinds.
	 * @return the number of tokens
	 */
	public long total() {
		return allInput() + allOutput();
	}

	long allInput() {
		return this.input + this.cacheRead + this.cacheWrite;
	}

	long allOutput() {
		return this.output + this.reasoning;
	}

}
