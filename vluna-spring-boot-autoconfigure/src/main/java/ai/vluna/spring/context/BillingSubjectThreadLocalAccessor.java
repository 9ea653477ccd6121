package ai.vluna.spring.context;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries an explicitly bound subject over threads, found through the service loader. For
 * internal use.
 *
 * @since 0.1.0
 */
public final class BillingSubjectThreadLocalAccessor implements ThreadLocalAccessor<BillingSubject> {

	@Override
	public Object key() {
		return BillingSubjects.CONTEXT_KEY;
	}

	@Override
	public @Nullable BillingSubject getValue() {
		return BillingSubjects.current();
	}

	@Override
	public void setValue(BillingSubject value) {
		BillingSubjects.bind(value);
	}

	@Override
	public void setValue() {
		BillingSubjects.bind(null);
	}

}
