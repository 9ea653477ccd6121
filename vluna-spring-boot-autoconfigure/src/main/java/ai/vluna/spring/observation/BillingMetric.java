package ai.vluna.spring.observation;

import java.util.List;

/**
 * The metrics of billing, with their tags. The tag {@code feature} is the feature code.
 *
 * @since 0.1.0
 */
public enum BillingMetric {

	/**
	 * How long admission took, and what came of it.
	 */
	AUTHORIZE("vluna.authorize", "timer", "Time from the question to the gate's answer, waits included",
			List.of("feature", "outcome")),

	/**
	 * The settlements of leases by their result.
	 */
	SETTLEMENTS("vluna.settlements", "counter",
			"Settlements by result; an unconfirmed one is counted again when its fate is known",
			List.of("feature", "result")),

	/**
	 * The gate's answers to commits and bookings.
	 */
	COMMITS("vluna.commits", "counter",
			"Commits and bookings by what their answer means for the money, each request by itself",
			List.of("feature", "outcome")),

	/**
	 * The usage of settlements that had something to charge, whatever came of it.
	 */
	USAGE("vluna.usage", "counter", "Quantity in minor units, counted with its settlement",
			List.of("feature", "result")),

	/**
	 * Successful work that told no usage.
	 */
	USAGE_MISSING("vluna.usage.missing", "counter", "Successful work that told no usage", List.of("feature")),

	/**
	 * Extractors that failed.
	 */
	EXTRACTION_FAILURES("vluna.usage.extraction.failures", "counter", "Extractors that failed and were passed over",
			List.of("feature")),

	/**
	 * Hint handlers that failed.
	 */
	HINT_FAILURES("vluna.hints.failures", "counter", "Hint handlers that failed, which changed nothing else",
			List.of()),

	/**
	 * Answers whose hints no handler was told of.
	 */
	HINTS_DROPPED("vluna.hints.dropped", "counter", "Answers whose hints no handler got, as too many were waiting",
			List.of()),

	/**
	 * Charges that wait for confirmation.
	 */
	PENDING("vluna.delivery.pending", "gauge", "Charges that are unconfirmed and being sent again", List.of()),

	/**
	 * Whether requests are sent to a gate that may not answer.
	 */
	CIRCUIT("vluna.circuit.state", "gauge", "1 for the state that the circuit breaker is in, 0 for the others",
			List.of("state"));

	private final String metricName;

	private final String type;

	private final String description;

	private final List<String> tags;

	BillingMetric(String metricName, String type, String description, List<String> tags) {
		this.metricName = metricName;
		this.type = type;
		this.description = description;
		this.tags = tags;
	}

	/**
	 * Return the name of the metric.
	 * @return the name in Micrometer's notation
	 */
	public String metricName() {
		return this.metricName;
	}

	/**
	 * Return the type of the meter.
	 * @return the type
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Return what is measured.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return the tags of the meter.
	 * @return the names of the tags
	 */
	public List<String> tags() {
		return this.tags;
	}

}
