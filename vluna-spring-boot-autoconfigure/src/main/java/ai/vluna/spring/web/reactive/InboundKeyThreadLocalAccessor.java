package ai.vluna.spring.web.reactive;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the key of a WebFlux request from the Reactor context to threads, found through
 * the service loader. For internal use.
 *
 * @since 0.1.0
 */
public final class InboundKeyThreadLocalAccessor implements ThreadLocalAccessor<String> {

	@Override
	public Object key() {
		return ReactiveInboundKeys.CONTEXT_KEY;
	}

	@Override
	public @Nullable String getValue() {
		return ReactiveInboundKeys.current();
	}

	@Override
	public void setValue(String value) {
		ReactiveInboundKeys.bind(value);
	}

	@Override
	public void setValue() {
		ReactiveInboundKeys.bind(null);
	}

}
