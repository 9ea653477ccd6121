package ai.vluna.sample.text;

import java.time.Duration;

import ai.vluna.sample.SampleTexts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link Sentences}.
 */
class SentencesTests {

	@Test
	void joinsTheLinesOfWrappedText() {
		assertThat(Sentences.of(SampleTexts.GETTYSBURG)).hasSize(10)
			.startsWith("Four score and seven years ago our fathers brought forth on this continent, a new nation, "
					+ "conceived in Liberty, and dedicated to the proposition that all men are created equal.")
			.contains("We are met on a great battle-field of that war.");
	}

	@Test
	void doesNotTakeAnAbbreviationForAnEnd() {
		assertThat(Sentences.of(SampleTexts.NETHERFIELD)).contains("Mr. Bennet made no answer.",
				"\"But it is,\" returned she; \"for Mrs. Long has just been here, and she told me all about it.\"");
		assertThat(Sentences.of("J. R. Smith, e.g. Dr. Smith, left the U.S. Army. Then he rested."))
			.containsExactly("J. R. Smith, e.g. Dr. Smith, left the U.S. Army.", "Then he rested.");
	}

	@Test
	void keepsAQuestionWithTheOneWhoAsked() {
		assertThat(Sentences.of(SampleTexts.NETHERFIELD))
			.contains("\"Do you not want to know who has taken it?\" cried his wife impatiently.");
	}

	@Test
	void takesAHeadingForASentence() {
		assertThat(Sentences.of(SampleTexts.NETHERFIELD)).startsWith("Chapter 1");
	}

	@Test
	void readsOtherScripts() {
		assertThat(Sentences.of("今天下雨。我在家。")).containsExactly("今天下雨。", "我在家。");
	}

	@Test
	void takesTextWithoutAnyStopForOneSentence() {
		assertThat(Sentences.of("  no stop at all ")).containsExactly("no stop at all");
		assertThat(Sentences.of("...")).containsExactly("...");
	}

	@Test
	void staysFastOnTextThatLooksLikeAbbreviationsOnly() {
		assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> assertThat(Sentences.of("A. ".repeat(100_000))).hasSize(1));
	}

}
