package ai.vluna.spring.hint.handler;

import ai.vluna.spring.hint.BillingHint;

/**
 * Acts on the hints of one type, such as to tell customers that little is left. Register
 * it as a bean: its type parameter tells which hints it gets, and one that several types
 * have in common, such as {@link ai.vluna.spring.hint.ScarcityHint} or
 * {@link BillingHint} itself, gets all of these.
 * <p>
 * Handlers are called after the fact, in order, on a thread of their own that may block:
 * no operation waits for them. What the work itself is to do differently, it asks
 * {@link ai.vluna.spring.hint.BillingHints#current()}.
 *
 * @param <T> the type of the hints
 * @since 0.1.0
 */
@FunctionalInterface
public interface BillingHintHandler<T extends BillingHint> {

	/**
	 * Handle a hint. A handler that throws is counted, and logged once.
	 * @param hint the hint
	 * @param occasion what brought it
	 */
	void handle(T hint, HintOccasion occasion);

}
