package ai.vluna.integration.providers;

import org.jspecify.annotations.Nullable;

/**
 * An embedding for every input of a request.
 *
 * @param dimensions the length of each vector
 * @param tokens what it used, {@code null} to say nothing about it
 */
public record Vectors(int dimensions, @Nullable Tokens tokens) implements Reply {

	/**
	 * Return these vectors with another usage.
	 * @param tokens what it used
	 * @return new vectors
	 */
	public Vectors using(Tokens tokens) {
		return new Vectors(this.dimensions, tokens);
	}

	/**
	 * Return these vectors without a word about what they used.
	 * @return new vectors
	 */
	public Vectors withoutUsage() {
		return new Vectors(this.dimensions, null);
	}

}
