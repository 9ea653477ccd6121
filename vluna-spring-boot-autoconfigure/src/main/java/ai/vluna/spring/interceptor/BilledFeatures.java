package ai.vluna.spring.interceptor;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the billed methods of an application are billed as, as far as is known without a
 * call. For internal use: it may change without notice.
 *
 * @param named the features that are always the same, with the meters that would charge
 * for their tokens
 * @param computed the methods whose feature an expression tells
 * @param onlyWatched whether the gate is never asked about any work
 * @since 0.1.0
 */
public record BilledFeatures(SortedMap<String, Set<String>> named, SortedSet<String> computed, boolean onlyWatched) {

	/**
	 * Create the features.
	 * @param named the features that are always the same, with their meters
	 * @param computed the methods whose feature an expression tells
	 * @param onlyWatched whether the gate is never asked about any work
	 */
	public BilledFeatures {
		named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
		computed = Collections.unmodifiableSortedSet(new TreeSet<>(computed));
	}

}
