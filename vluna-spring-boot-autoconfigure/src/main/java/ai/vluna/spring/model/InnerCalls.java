package ai.vluna.spring.model;

import java.util.function.Supplier;

import ai.vluna.spring.gate.BilledWork;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Knows whether code runs inside a gated model call, so that a model which calls other
 * gated models is billed once. Not carried to other threads: code that a model call
 * starts there may outlive it, and would be free.
 */
final class InnerCalls {

	private static final String CONTEXT_KEY = InnerCalls.class.getName();

	private static final ThreadLocal<@Nullable Boolean> INSIDE = new ThreadLocal<>();

	private InnerCalls() {
	}

	static boolean isInside() {
		return INSIDE.get() != null;
	}

	static boolean isInside(ContextView context) {
		return isInside() || context.hasKey(CONTEXT_KEY);
	}

	static <T extends @Nullable Object, E extends Throwable> T inside(BilledWork<T, E> work) throws E {
		return with(true, work);
	}

	static <T extends @Nullable Object, E extends Throwable> T outside(BilledWork<T, E> work) throws E {
		return with(false, work);
	}

	/**
	 * Return work that is inside, with everything upstream.
	 * @param <T> the type of the elements
	 * @param subscriberIsInside whether the same is true of its subscriber
	 * @param work asked for the work on each subscription
	 * @return the work
	 */
	static <T> Flux<T> inside(boolean subscriberIsInside, Supplier<? extends @Nullable Publisher<T>> work) {
		Flux<T> inner = Flux.defer(() -> {
			Publisher<T> publisher = work.get();
			return (publisher != null) ? publisher : Flux.<T>empty();
		}).contextWrite((context) -> context.put(CONTEXT_KEY, true));
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				Border.cross(true, () -> inner.subscribe(new Border<>(actual, subscriberIsInside)));
			}

		};
	}

	private static <T extends @Nullable Object, E extends Throwable> T with(boolean inside, BilledWork<T, E> work)
			throws E {
		boolean around = enter(inside);
		try {
			return work.perform();
		}
		finally {
			enter(around);
		}
	}

	private static boolean enter(boolean inside) {
		boolean before = isInside();
		if (inside != before) {
			if (inside) {
				INSIDE.set(Boolean.TRUE);
			}
			else {
				INSIDE.remove();
			}
		}
		return before;
	}

	/**
	 * Where the inside of a stream ends. A stream may emit while it is subscribed, and
	 * what the subscriber does then is no part of the call.
	 *
	 * @param <T> the type of the elements
	 */
	private static final class Border<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final boolean subscriberIsInside;

		private @Nullable Subscription source;

		Border(CoreSubscriber<? super T> actual, boolean subscriberIsInside) {
			this.actual = actual;
			this.subscriberIsInside = subscriberIsInside;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription source) {
			this.source = source;
			cross(this.subscriberIsInside, () -> this.actual.onSubscribe(this));
		}

		@Override
		public void onNext(T element) {
			cross(this.subscriberIsInside, () -> this.actual.onNext(element));
		}

		@Override
		public void onError(Throwable failure) {
			cross(this.subscriberIsInside, () -> this.actual.onError(failure));
		}

		@Override
		public void onComplete() {
			cross(this.subscriberIsInside, this.actual::onComplete);
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.source;
			if (subscription != null) {
				cross(true, () -> subscription.request(count));
			}
		}

		@Override
		public void cancel() {
			Subscription subscription = this.source;
			if (subscription != null) {
				cross(true, subscription::cancel);
			}
		}

		private static void cross(boolean inside, Runnable signal) {
			boolean before = enter(inside);
			try {
				signal.run();
			}
			finally {
				enter(before);
			}
		}

	}

}
