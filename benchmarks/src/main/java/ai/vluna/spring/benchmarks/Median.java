package ai.vluna.spring.benchmarks;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * The value in the middle, which a few disturbed measurements do not move.
 */
public final class Median {

	private Median() {
	}

	/**
	 * Return the median of a quantity.
	 * @param <T> the type of the measurements
	 * @param measurements the measurements
	 * @param value reads the quantity
	 * @return the median
	 */
	public static <T> double of(Collection<T> measurements, ToDoubleFunction<T> value) {
		double[] sorted = measurements.stream().mapToDouble(value).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
