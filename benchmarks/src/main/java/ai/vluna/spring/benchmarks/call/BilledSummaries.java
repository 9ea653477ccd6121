package ai.vluna.spring.benchmarks.call;

import ai.vluna.spring.annotation.BilledOperation;

/**
 * The same work, billed.
 */
public class BilledSummaries {

	@BilledOperation(feature = "summary")
	public Summary summarise(String text) {
		return Summary.of(text);
	}

}
