package ai.vluna.sample.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Splits a text into sentences. A blank line ends a sentence even without a full stop, as
 * after a heading; the line breaks of wrapped text do not.
 */
final class Sentences {

	private static final Pattern PARAGRAPH_BREAK = Pattern.compile("\\R\\s*\\R");

	private static final Pattern ABBREVIATION = Pattern
		.compile("(?:^|[\\s(\"“])(?:Mr|Mrs|Ms|Dr|Prof|St|vs|cf|e\\.g|i\\.e|\\p{Lu}(?:\\.\\p{Lu})*)\\.$");

	private Sentences() {
	}

	static List<String> of(String text) {
		List<String> sentences = new ArrayList<>();
		for (String paragraph : PARAGRAPH_BREAK.split(text)) {
			addSentences(paragraph.replaceAll("\\s+", " ").strip(), sentences);
		}
		return sentences;
	}

	private static void addSentences(String paragraph, List<String> sentences) {
		BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
		breaks.setText(paragraph);
		int sentence = 0;
		int piece = 0;
		for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
			if (isEnd(paragraph, piece, end)) {
				sentences.add(paragraph.substring(sentence, end).strip());
				sentence = end;
			}
			piece = end;
		}
	}

	/**
	 * A {@code BreakIterator} also breaks after "Dr." and between a quoted question and
	 * "she asked".
	 */
	private static boolean isEnd(String paragraph, int piece, int end) {
		return end == paragraph.length() || !(Character.isLowerCase(paragraph.codePointAt(end))
				|| ABBREVIATION.matcher(paragraph.substring(piece, end).strip()).find());
	}

}
