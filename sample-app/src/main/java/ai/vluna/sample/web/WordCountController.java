package ai.vluna.sample.web;

import ai.vluna.sample.billed.WordCount;
import ai.vluna.sample.billed.WordCounts;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Counts words.
 */
@RestController
class WordCountController {

	private final WordCounts wordCounts;

	WordCountController(WordCounts wordCounts) {
		this.wordCounts = wordCounts;
	}

	@PostMapping("/api/word-counts")
	WordCount count(@RequestBody TextRequest request) {
		return this.wordCounts.count(request.requiredText());
	}

}
