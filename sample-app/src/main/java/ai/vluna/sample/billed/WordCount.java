package ai.vluna.sample.billed;

/**
 * The length of a text.
 *
 * @param words the number of its words, which is what is billed
 */
public record WordCount(long words) {

}
