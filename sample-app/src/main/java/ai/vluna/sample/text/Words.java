package ai.vluna.sample.text;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the words of a text: letters and digits, also joined by an apostrophe, a hyphen
 * or, before a digit, a point or a comma.
 */
public final class Words {

	private static final Pattern WORD = Pattern
		.compile("[\\p{L}\\p{M}\\p{N}]++(?:(?:['’-]|[.,](?=\\p{N}))[\\p{L}\\p{M}\\p{N}]++)*+");

	private Words() {
	}

	static Stream<String> of(String text) {
		return WORD.matcher(text).results().map(MatchResult::group).map((word) -> word.toLowerCase(Locale.ROOT));
	}

	public static long count(String text) {
		return of(text).count();
	}

}
