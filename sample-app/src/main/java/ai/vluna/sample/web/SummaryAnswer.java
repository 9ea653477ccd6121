package ai.vluna.sample.web;

import ai.vluna.sample.text.Summary;
import ai.vluna.sample.text.TokenUsage;

/**
 * A summary with what it took.
 *
 * @param summary the text of the summary
 * @param usage the tokens; the total is billed
 */
record SummaryAnswer(String summary, TokenUsage usage) {

	static SummaryAnswer of(Summary summary) {
		return new SummaryAnswer(summary.text(), summary.usage());
	}

}
