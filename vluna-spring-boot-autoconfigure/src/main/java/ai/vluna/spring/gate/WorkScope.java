package ai.vluna.spring.gate;

import ai.vluna.spring.context.CallerSnapshot;
import ai.vluna.spring.usage.UsageReporter;
import ai.vluna.spring.usage.UsageScope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What surrounds the start of reactive work: the context of whoever called, and the
 * operation that reported usage counts for.
 *
 * @param caller the context of the caller
 * @param operation the operation, or {@code null} to leave it to the one around
 * @param abandoned told when the start throws, as it does for fatal errors, so that no
 * signal will ever come
 */
record WorkScope(CallerSnapshot caller, @Nullable UsageScope operation, Runnable abandoned) {

	/**
	 * Return a publisher that is subscribed in the context of whoever called.
	 * @param <T> the type of the value
	 * @param caller the context
	 * @param source the publisher
	 * @return the publisher in that context
	 */
	static <T> Mono<T> within(CallerSnapshot caller, Mono<T> source) {
		return new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				caller.run(() -> source.subscribe(actual));
			}

		};
	}

	/**
	 * Return a publisher that is subscribed within this scope.
	 * @param <T> the type of the elements
	 * @param source the publisher
	 * @return the publisher in this scope
	 */
	<T> Flux<T> around(Publisher<T> source) {
		UsageScope inside = this.operation;
		Flux<T> flux = (inside != null)
				? Flux.from(source).contextWrite((context) -> UsageReporter.bind(context, inside)) : Flux.from(source);
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				WorkScope.this.caller.run(() -> subscribeBound(flux, actual));
			}

		};
	}

	private <T> void subscribeBound(Flux<T> flux, CoreSubscriber<? super T> actual) {
		UsageScope before = UsageReporter.current();
		UsageReporter.bind((this.operation != null) ? this.operation : before);
		try {
			flux.subscribe(actual);
		}
		catch (Throwable ex) {
			this.abandoned.run();
			throw ex;
		}
		finally {
			UsageReporter.bind(before);
		}
	}

}
