package ai.vluna.spring.web.reactive;

import java.util.function.Function;

import ai.vluna.spring.gate.idempotency.InboundKeys;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Tells the key of the WebFlux request that the current reactive chain works for, or that
 * was carried from it to the current thread.
 *
 * @since 0.1.0
 */
public final class ReactiveInboundKeys implements InboundKeys {

	static final String CONTEXT_KEY = ReactiveInboundKeys.class.getName();

	private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

	@Override
	public @Nullable String find(ContextView context) {
		return context.getOrDefault(CONTEXT_KEY, current());
	}

	static Function<Context, Context> write(String key) {
		return (context) -> context.put(CONTEXT_KEY, key);
	}

	static @Nullable String current() {
		return CURRENT.get();
	}

	static void bind(@Nullable String key) {
		if (key != null) {
			CURRENT.set(key);
		}
		else {
			CURRENT.remove();
		}
	}

}
