package ai.vluna.spring.gate;

/**
 * Knows how to follow results of a type with which the work goes on after a billed method
 * returned. Register implementations as beans, for types of your own; they are asked when
 * methods are first looked at, so they must not depend on much.
 *
 * @param <R> the type of the results
 * @since 0.1.0
 */
public interface OngoingResult<R> {

	/**
	 * Return the type of results that can be followed.
	 * @return the type, as methods declare it
	 */
	Class<R> type();

	/**
	 * Return whether the caller gets another object than the method returned, so that
	 * methods cannot declare a subtype.
	 * @return whether {@link #follow} returns another object
	 */
	default boolean isReplaced() {
		return true;
	}

	/**
	 * Follow a result to its end. Whoever implements this must see to it that the end is
	 * told.
	 * @param result what the method returned
	 * @param operation to be told what the result uses and how it ends
	 * @return what the caller gets, of the type that the method declares
	 */
	R follow(R result, OpenOperation operation);

}
