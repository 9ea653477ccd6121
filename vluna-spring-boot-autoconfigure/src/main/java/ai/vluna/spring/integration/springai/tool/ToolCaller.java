package ai.vluna.spring.integration.springai.tool;

import java.util.function.Supplier;

import ai.vluna.spring.context.CallerSnapshot;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

/**
 * Whose run a tool is called in. Streams call their tools on threads of Reactor's, on
 * which nothing of the caller is known unless context propagation is automatic; there the
 * context is put back for the time of the call. For internal use.
 *
 * @since 0.1.0
 */
public final class ToolCaller {

	/**
	 * Whoever calls the tool, for tools of which it is not known beforehand.
	 */
	public static final ToolCaller ANYONE = new ToolCaller(null, null);

	private final @Nullable ContextView known;

	private final @Nullable Thread thread;

	private ToolCaller(@Nullable ContextView known, @Nullable Thread thread) {
		this.known = known;
		this.thread = thread;
	}

	/**
	 * Capture the caller on this thread. What is bound later on the same thread goes
	 * before it.
	 * @return the caller
	 */
	public static ToolCaller here() {
		return new ToolCaller(CallerSnapshot.capture().addTo(Context.empty()), Thread.currentThread());
	}

	/**
	 * Return the subscriber of a reactive chain.
	 * @param context the context of the chain
	 * @return the caller
	 */
	public static ToolCaller of(ContextView context) {
		return new ToolCaller(context, null);
	}

	/**
	 * Capture the caller on whose behalf tools are called on this thread right now.
	 * @return the caller
	 */
	public static ToolCaller ofRun() {
		ContextView run = ToolCallReactiveContextHolder.getContext();
		return (run.isEmpty()) ? here() : of(run);
	}

	<T extends @Nullable Object> T call(Supplier<T> work) {
		ContextView context = (this.known != null) ? this.known : ToolCallReactiveContextHolder.getContext();
		if (context.isEmpty() || Thread.currentThread() == this.thread) {
			return work.get();
		}
		// The observation of the tool is open on this thread and stays so.
		return CallerSnapshot.capture().at(Context.of(context).delete(ObservationThreadLocalAccessor.KEY)).call(work);
	}

}
