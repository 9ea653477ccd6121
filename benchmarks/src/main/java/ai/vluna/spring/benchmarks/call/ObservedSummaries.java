package ai.vluna.spring.benchmarks.call;

import io.micrometer.observation.annotation.Observed;

/**
 * The same work, observed.
 */
public class ObservedSummaries {

	@Observed(name = "summary")
	public Summary summarise(String text) {
		return Summary.of(text);
	}

}
