package ai.vluna.spring.benchmarks.outage;

import ai.vluna.spring.annotation.BilledOperation;

/**
 * Work that nobody gets while the gate is away.
 */
public class Summaries {

	@BilledOperation(feature = "summary", quantity = "1")
	public String summarise() {
		return "summary";
	}

}
