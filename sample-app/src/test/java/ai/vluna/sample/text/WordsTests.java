package ai.vluna.sample.text;

import ai.vluna.sample.SampleTexts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Words}.
 */
class WordsTests {

	@Test
	void countsTheWordsOfARealText() {
		assertThat(Words.count(SampleTexts.GETTYSBURG)).isEqualTo(271);
	}

	@Test
	void keepsJoinedWordsAndNumbersTogether() {
		assertThat(Words.of("Don't pay 3.50 for the well-known L’Été, O.K.?")).containsExactly("don't", "pay", "3.50",
				"for", "the", "well-known", "l’été", "o", "k");
	}

	@Test
	void findsNoWordInPunctuation() {
		assertThat(Words.count("-- ... !?")).isZero();
	}

	@Test
	void readsAVeryLongChain() {
		assertThat(Words.count("a-".repeat(1_000_000))).isOne();
	}

}
