package ai.vluna.spring.benchmarks.call;

/**
 * The result of the work.
 *
 * @param text the summary
 * @param tokens what it took
 */
public record Summary(String text, int tokens) {

	static Summary of(String text) {
		return new Summary(text.substring(0, text.indexOf('.') + 1), text.length() / 4);
	}

}
