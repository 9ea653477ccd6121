package ai.vluna.spring.benchmarks.writing;

import ai.vluna.spring.annotation.BilledOperation;

/**
 * Work that takes no time.
 */
public class Answers {

	@BilledOperation(feature = "summary", quantity = "30")
	public String answer() {
		return "answer";
	}

}
