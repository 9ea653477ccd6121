package ai.vluna.spring.gate.idempotency;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Tells under which key whoever called the application wants an operation to be done.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InboundKeys {

	/**
	 * The request header in which a key comes in.
	 */
	String HEADER = "Idempotency-Key";

	/**
	 * Return the key of the current request.
	 * @param context the context of the reactive chain, empty outside of one; what is
	 * bound to the current thread may be used as well
	 * @return the key, or {@code null} when there is none
	 */
	@Nullable String find(ContextView context);

	/**
	 * Return the key that a header brings.
	 * @param values the values of the header
	 * @return the key, or {@code null} when there is none
	 */
	static @Nullable String ofHeader(List<String> values) {
		String key = String.join(",", values).strip();
		return (!key.isEmpty()) ? key : null;
	}

}
