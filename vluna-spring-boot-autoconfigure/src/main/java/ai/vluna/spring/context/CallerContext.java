package ai.vluna.spring.context;

import java.util.function.Supplier;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.util.ClassUtils;

/**
 * What was bound to the thread of a caller, for code that has to start on another thread.
 * Carries whatever has a {@code ThreadLocalAccessor}; nothing at all if Micrometer's
 * context propagation is not on the class path. For internal use.
 *
 * @since 0.1.0
 */
public final class CallerContext {

	private static final boolean PROPAGATION_PRESENT = ClassUtils
		.isPresent("io.micrometer.context.ContextSnapshotFactory", CallerContext.class.getClassLoader());

	private static final CallerContext NOTHING = new CallerContext(null);

	private final @Nullable Snapshot snapshot;

	private CallerContext(@Nullable Snapshot snapshot) {
		this.snapshot = snapshot;
	}

	/**
	 * Capture the context of the current thread.
	 * @return the context
	 */
	public static CallerContext capture() {
		return PROPAGATION_PRESENT ? new CallerContext(new Snapshot()) : NOTHING;
	}

	/**
	 * Run code with the caller's context, and with nothing else, on the current thread.
	 * What was bound to the thread before is put back afterwards.
	 * @param <T> the type of the result
	 * @param code the code
	 * @return the result of the code
	 */
	public <T extends @Nullable Object> T call(Supplier<T> code) {
		return call(Context.empty(), code);
	}

	/**
	 * Run code with the values of a Reactor context, completed by the caller's context,
	 * and with nothing else, on the current thread. What was bound to the thread before
	 * is put back afterwards.
	 * @param <T> the type of the result
	 * @param context the Reactor context, whose values win
	 * @param code the code
	 * @return the result of the code
	 */
	public <T extends @Nullable Object> T call(ContextView context, Supplier<T> code) {
		return (this.snapshot != null) ? this.snapshot.call(context, code) : code.get();
	}

	/**
	 * Keeps the optional types out of the signature of the outer class.
	 */
	private static final class Snapshot {

		private static final ContextSnapshotFactory REPLACING = ContextSnapshotFactory.builder()
			.clearMissing(true)
			.build();

		private static final ContextSnapshotFactory ADDING = ContextSnapshotFactory.builder().build();

		private final ContextSnapshot caller = REPLACING.captureAll();

		private <T extends @Nullable Object> T call(ContextView context, Supplier<T> code) {
			ContextSnapshot.Scope callerScope = this.caller.setThreadLocals();
			ContextSnapshot.Scope contextScope = ADDING.setThreadLocalsFrom(context);
			try {
				return code.get();
			}
			finally {
				contextScope.close();
				callerScope.close();
			}
		}

	}

}
