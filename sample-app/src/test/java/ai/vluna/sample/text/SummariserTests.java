package ai.vluna.sample.text;

import ai.vluna.sample.SampleTexts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Summariser}.
 */
class SummariserTests {

	private final TokenCounter tokens = new TokenCounter();

	private final Summariser summariser = new Summariser(this.tokens);

	@Test
	void keepsWhatTheTextSpeaksOf() {
		assertThat(this.summariser.summarise(SampleTexts.GETTYSBURG).sentences()).hasSize(3)
			.satisfiesExactly((first) -> assertThat(first).startsWith("Four score and seven years ago"),
					(second) -> assertThat(second).startsWith("Now we are engaged in a great civil war"),
					(third) -> assertThat(third).startsWith("It is rather for us to be here dedicated"));
	}

	@Test
	void keepsAFifthInTheOriginalOrder() {
		String text = SampleTexts.NETHERFIELD;
		Summary summary = this.summariser.summarise(text);
		assertThat(summary.sentences()).hasSize(Sentences.of(text).size() / 5).hasSizeGreaterThan(3);
		assertThat(Sentences.of(text)).containsSubsequence(summary.sentences());
		assertThat(summary.text()).contains("a single man in possession of a good fortune");
	}

	@Test
	void leavesHeadingsOut() {
		assertThat(this.summariser.summarise(SampleTexts.LIGHTHOUSE).text())
			.startsWith("The lighthouse at Cape Merrow was built in 1871")
			.doesNotContain("The Light at Cape Merrow");
	}

	@Test
	void isDeterministic() {
		Summary summary = this.summariser.summarise(SampleTexts.NETHERFIELD);
		assertThat(new Summariser(new TokenCounter()).summarise(SampleTexts.NETHERFIELD)).isEqualTo(summary);
	}

	@Test
	void keepsAShortTextAsItIs() {
		assertThat(this.summariser.summarise("One sentence. And\nanother.").text())
			.isEqualTo("One sentence. And another.");
	}

	@Test
	void summarisesTextWithoutWords() {
		assertThat(this.summariser.summarise("!!! ??? ...").text()).isEqualTo("!!! ??? ...");
	}

	@Test
	void tellsTheTokensItReadAndWrote() {
		Summary summary = this.summariser.summarise(SampleTexts.NETHERFIELD);
		TokenUsage usage = summary.usage();
		assertThat(usage.inputTokens()).isEqualTo(this.tokens.count(SampleTexts.NETHERFIELD)).isGreaterThan(400);
		assertThat(usage.outputTokens()).isEqualTo(this.tokens.count(summary.text())).isLessThan(usage.inputTokens());
		assertThat(usage.totalTokens()).isEqualTo(usage.inputTokens() + usage.outputTokens());
	}

	@Test
	void readsNoFurtherThanTheOpeningWhenItSkims() {
		Summary summary = this.summariser.skim(SampleTexts.NETHERFIELD);
		assertThat(summary.sentences()).isEqualTo(Sentences.of(SampleTexts.NETHERFIELD).subList(0, 2));
		assertThat(summary.usage().inputTokens()).isEqualTo(this.tokens.count(summary.text()));
		assertThat(summary.usage().totalTokens())
			.isLessThan(this.summariser.summarise(SampleTexts.NETHERFIELD).usage().totalTokens());
	}

}
