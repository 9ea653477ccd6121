package ai.vluna.sample.text;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Chooses the sentences that speak most of what the whole text speaks of. The same text
 * always gives the same choice.
 */
final class KeySentences {

	private static final int AT_LEAST = 3;

	private static final int ONE_OF = 5;

	/**
	 * Weighs as this many words that say nothing, so that a sentence of one frequent word
	 * does not beat a full one.
	 */
	private static final int BREVITY_PENALTY = 4;

	private static final double HEADING = 0;

	private static final Pattern END_MARK = Pattern.compile("[.!?…。！？][\"'”’)\\]]*$");

	private final List<String> sentences;

	private final Map<String, Long> frequencies;

	private KeySentences(List<String> sentences) {
		this.sentences = sentences;
		this.frequencies = sentences.stream()
			.flatMap(KeySentences::telling)
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	static List<String> of(List<String> sentences) {
		return new KeySentences(sentences).choose(Math.max(AT_LEAST, sentences.size() / ONE_OF));
	}

	private List<String> choose(int number) {
		return IntStream.range(0, this.sentences.size())
			.mapToObj((position) -> new Candidate(position, score(position)))
			.sorted(Comparator.comparingDouble(Candidate::score).reversed())
			.limit(number)
			.sorted(Comparator.comparingInt(Candidate::position))
			.map((candidate) -> this.sentences.get(candidate.position()))
			.toList();
	}

	private double score(int position) {
		String sentence = this.sentences.get(position);
		if (!END_MARK.matcher(sentence).find()) {
			return HEADING;
		}
		List<String> words = telling(sentence).distinct().toList();
		double weight = words.stream().mapToLong(this.frequencies::get).sum();
		double opening = 1 + 1.0 / (position + 1);
		return opening * weight / (words.size() + BREVITY_PENALTY);
	}

	private static Stream<String> telling(String sentence) {
		return Words.of(sentence).filter((word) -> !StopWords.contains(word));
	}

	private record Candidate(int position, double score) {

	}

}
