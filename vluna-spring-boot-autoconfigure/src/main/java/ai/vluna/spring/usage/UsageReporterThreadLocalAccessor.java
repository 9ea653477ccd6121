package ai.vluna.spring.usage;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the running operation over threads, found through the service loader. For
 * internal use.
 *
 * @since 0.1.0
 */
public final class UsageReporterThreadLocalAccessor implements ThreadLocalAccessor<UsageScope> {

	@Override
	public Object key() {
		return UsageReporter.CONTEXT_KEY;
	}

	@Override
	public @Nullable UsageScope getValue() {
		return UsageReporter.current();
	}

	@Override
	public void setValue(UsageScope value) {
		UsageReporter.bind(value);
	}

	@Override
	public void setValue() {
		UsageReporter.bind(null);
	}

}
