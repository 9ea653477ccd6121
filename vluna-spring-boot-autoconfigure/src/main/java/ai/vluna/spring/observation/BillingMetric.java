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
			"Settlements by result; a stored or unconfirmed one is counted again when its fate is known",
			List.of("feature", "result")),

	/**
	 * The gate's answers to commits and bookings.
	 */
	COMMITS("vluna.commits", "counter",
			"Commits and bookings by what their answer means for the money, each request by itself",
			List.of("feature", "outcome")),

	/**
	 * The usage of settlements that had something to charge, once its fate is known.
	 */
	USAGE("vluna.usage", "counter", "Quantity in minor units, counted once, when its fate is known",
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
	 * Events that no listener was told of.
	 */
	EVENTS_DROPPED("vluna.events.dropped", "counter", "Events that no listener got, as too many were waiting",
			List.of()),

	/**
	 * Charges that are not over.
	 */
	PENDING("vluna.delivery.pending", "gauge",
			"Charges on their way: in the store, all instances' together, or in " + "the memory of this one",
			List.of()),

	/**
	 * The age of the oldest charge in the store.
	 */
	OLDEST_AGE("vluna.delivery.oldest.age", "gauge", "Seconds since the work of the oldest stored charge ended",
			List.of()),

	/**
	 * Settlements that wait for an operator.
	 */
	DEAD("vluna.delivery.dead", "gauge", "Settlements in the store that wait for an operator", List.of()),

	/**
	 * Charges that would be lost with the process.
	 */
	AT_RISK("vluna.delivery.at.risk", "gauge", "Charges in memory only, which would be lost with the process",
			List.of()),

	/**
	 * How late usage is charged.
	 */
	LAG("vluna.delivery.lag", "timer", "Time from the end of the work to its charge, where usage is stored",
			List.of("feature")),

	/**
	 * The store under load.
	 */
	WRITES("vluna.delivery.writes", "timer", "Writes to the store, each of a group of settlements", List.of()),

	/**
	 * What was stored.
	 */
	WRITTEN("vluna.delivery.written", "counter", "Settlements that were written to the store", List.of()),

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
