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
public final class CallerSnapshot {

	private static final boolean PROPAGATION_PRESENT = ClassUtils
		.isPresent("io.micrometer.context.ContextSnapshotFactory", CallerSnapshot.class.getClassLoader());

	private static final CallerSnapshot NOTHING = new CallerSnapshot(null);

	private final @Nullable Snapshots snapshots;

	private CallerSnapshot(@Nullable Snapshots snapshots) {
		this.snapshots = snapshots;
	}

	/**
	 * Capture the context of the current thread.
	 * @return the context
	 */
	public static CallerSnapshot capture() {
		return PROPAGATION_PRESENT ? new CallerSnapshot(Snapshots.capture()) : NOTHING;
	}

	/**
	 * Return this context with what is known where reactive work is subscribed: values of
	 * the current thread win over those of the caller, and values of the Reactor context
	 * over both. So work that is assembled once is done for whoever subscribes to it.
	 * @param context the Reactor context
	 * @return the combined context
	 */
	public CallerSnapshot at(ContextView context) {
		return (this.snapshots != null) ? new CallerSnapshot(this.snapshots.at(context)) : this;
	}

	/**
	 * Return a Reactor context that also has what is known here, so that work upstream
	 * finds it on any thread. What the Reactor context has already stays.
	 * @param context the Reactor context
	 * @return the completed context
	 */
	public Context addTo(Context context) {
		return (this.snapshots != null) ? this.snapshots.addTo(context) : context;
	}

	/**
	 * Run code with this context, and with nothing else, on the current thread. What was
	 * bound to the thread before is put back afterwards.
	 * @param <T> the type of the result
	 * @param code the code
	 * @return the result of the code
	 */
	public <T extends @Nullable Object> T call(Supplier<T> code) {
		return (this.snapshots != null) ? this.snapshots.call(code) : code.get();
	}

	/**
	 * Run code with this context, as {@link #call} does.
	 * @param code the code
	 */
	public void run(Runnable code) {
		this.<@Nullable Object>call(() -> {
			code.run();
			return null;
		});
	}

	/**
	 * Keeps the optional types out of the signature of the outer class.
	 *
	 * @param caller what was bound to the caller's thread
	 * @param subscriber what wins over it
	 */
	private record Snapshots(ContextSnapshot caller, @Nullable ContextSnapshot subscriber) {

		private static final ContextSnapshotFactory REPLACING = ContextSnapshotFactory.builder()
			.clearMissing(true)
			.build();

		private static final ContextSnapshotFactory ADDING = ContextSnapshotFactory.builder().build();

		private static final ContextSnapshot.Scope NOTHING_TO_CLOSE = () -> {
		};

		private static Snapshots capture() {
			return new Snapshots(REPLACING.captureAll(), null);
		}

		private Snapshots at(ContextView context) {
			return new Snapshots(this.caller, ADDING.captureAll(context));
		}

		private Context addTo(Context context) {
			return this.caller.updateContext(context, (key) -> !context.hasKey(key));
		}

		private <T extends @Nullable Object> T call(Supplier<T> code) {
			ContextSnapshot.Scope callerScope = this.caller.setThreadLocals();
			ContextSnapshot.Scope subscriberScope = (this.subscriber != null) ? this.subscriber.setThreadLocals()
					: NOTHING_TO_CLOSE;
			try {
				return code.get();
			}
			finally {
				subscriberScope.close();
				callerScope.close();
			}
		}

	}

}
