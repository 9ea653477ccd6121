package ai.vluna.spring.benchmarks.stream;

/**
 * An element as language models stream them.
 *
 * @param text a piece of the answer
 * @param tokens what the answer took, zero before its end
 */
public record Chunk(String text, int tokens) {

}
