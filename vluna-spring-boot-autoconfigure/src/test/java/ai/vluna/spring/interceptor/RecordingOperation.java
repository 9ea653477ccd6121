package ai.vluna.spring.interceptor;

import java.util.List;

import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Writes down what an open operation is told.
 *
 * @param events what was told
 */
record RecordingOperation(List<String> events) implements OpenOperation {

	@Override
	public void element(Object value) {
		this.events.add("element " + value);
	}

	@Override
	public void withoutValue() {
		this.events.add("no value");
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T part(BilledWork<T, E> part) throws E {
		return part.perform();
	}

	@Override
	public <T> Flux<T> publisher(Publisher<T> rest) {
		return Flux.from(rest).doOnNext(this::element).doOnComplete(this::complete).doOnCancel(this::interrupt);
	}

	@Override
	public void complete() {
		this.events.add("commit");
	}

	@Override
	public void interrupt() {
		this.events.add("interrupt");
	}

	@Override
	public void interruptWhenUnreachable(Object result) {
	}

}
