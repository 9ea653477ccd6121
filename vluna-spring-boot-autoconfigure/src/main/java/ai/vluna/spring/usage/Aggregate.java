package ai.vluna.spring.usage;

/**
 * How the usage of a stream follows from its elements.
 *
 * @since 0.1.0
 */
public enum Aggregate {

	/**
	 * The last usage that was told is the usage of the stream; where tokens are told, the
	 * last count of each kind.
	 */
	LAST,

	/**
	 * The usages that were told are added up.
	 */
	SUM,

	/**
	 * The number of elements is the usage; no extractor is asked.
	 */
	COUNT

}
