package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;
import reactor.core.publisher.Flux;

import org.springframework.core.ReactiveAdapter;

/**
 * A publisher that is part of another result, such as the body of a response, so that its
 * work was admitted before it is subscribed. It ends the work.
 *
 * @param adapter converts between the declared type and Reactor's
 */
record PublisherResult(ReactiveAdapter adapter) implements OngoingResult<Object> {

	@Override
	@SuppressWarnings("unchecked")
	public Class<Object> type() {
		return (Class<Object>) this.adapter.getReactiveType();
	}

	@Override
	public Object follow(Object result, OpenOperation operation) {
		Flux<Object> billed = operation.publisher(this.adapter.toPublisher(result));
		// The value waits for the completion, and so for the settlement.
		return this.adapter.fromPublisher(this.adapter.isMultiValue() ? billed : billed.singleOrEmpty());
	}

}
