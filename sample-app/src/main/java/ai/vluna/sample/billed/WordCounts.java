package ai.vluna.sample.billed;

import ai.vluna.sample.text.Words;
import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.stereotype.Service;

/**
 * Usage without an extractor: an expression reads it from the result.
 */
@Service
public class WordCounts {

	@BilledOperation(feature = "sample.words", quantity = "#result.words")
	public WordCount count(String text) {
		return new WordCount(Words.count(text));
	}

}
