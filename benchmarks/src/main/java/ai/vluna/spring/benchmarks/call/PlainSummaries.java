package ai.vluna.spring.benchmarks.call;

/**
 * The work without anything around it.
 */
public class PlainSummaries {

	public Summary summarise(String text) {
		return Summary.of(text);
	}

}
