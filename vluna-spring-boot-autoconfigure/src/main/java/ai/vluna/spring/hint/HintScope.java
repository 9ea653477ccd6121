package ai.vluna.spring.hint;

import ai.vluna.spring.usage.UsageScope;

/**
 * An operation whose admission may have brought hints. For internal use: it may change
 * without notice.
 *
 * @since 0.1.0
 * @see BillingHints#current()
 */
public interface HintScope extends UsageScope {

	/**
	 * Return what the gate said when it let the operation in.
	 * @return the hints, possibly none
	 */
	BillingHints hints();

}
