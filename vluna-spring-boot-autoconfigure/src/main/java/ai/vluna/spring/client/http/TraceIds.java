package ai.vluna.spring.client.http;

import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the id of the trace that the current thread works for, so that calls are found
 * under the same id here and at the gate.
 *
 * @since 0.1.0
 */
public final class TraceIds implements Supplier<@Nullable String> {

	private static final Pattern LONG = Pattern.compile("[0-9a-f]{32}");

	private static final Pattern SHORT = Pattern.compile("[0-9a-f]{16}");

	private static final Pattern INVALID = Pattern.compile("0+");

	private static final String PADDING = "0".repeat(16);

	private final Tracer tracer;

	/**
	 * Create a source of ids.
	 * @param tracer knows the current trace
	 */
	public TraceIds(Tracer tracer) {
		this.tracer = tracer;
	}

	/**
	 * Return the id of the current trace. One of 64 bits is written with leading zeros.
	 * @return 32 lower-case hex digits, or {@code null} when there is no trace
	 */
	@Override
	public @Nullable String get() {
		Span span = this.tracer.currentSpan();
		String traceId = (span != null) ? span.context().traceId() : "";
		if (INVALID.matcher(traceId).matches()) {
			return null;
		}
		if (SHORT.matcher(traceId).matches()) {
			return PADDING + traceId;
		}
		return LONG.matcher(traceId).matches() ? traceId : null;
	}

}
