package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.gate.BillingTemplate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * A publisher of one value or many. Nothing happens before subscription, and each
 * subscription calls the method anew.
 */
final class ReactiveShape implements CallShape {

	private final ReactiveAdapter adapter;

	private ReactiveShape(ReactiveAdapter adapter) {
		this.adapter = adapter;
	}

	static @Nullable CallShape find(ResolvableType type) {
		Class<?> declared = type.toClass();
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(declared);
		if (adapter == null) {
			return null;
		}
		if (!declared.isAssignableFrom(adapter.getReactiveType())) {
			throw new UnbillableResultException("a billed publisher is no %s".formatted(declared.getName()),
					"Declare %s, Mono or Flux.".formatted(adapter.getReactiveType().getSimpleName()));
		}
		return new ReactiveShape(adapter);
	}

	@Override
	public Object call(BillingTemplate template, BilledCall call) {
		return this.adapter.fromPublisher(this.adapter.isMultiValue() ? flux(template, call) : mono(template, call));
	}

	private Flux<Object> flux(BillingTemplate template, BilledCall call) {
		return template.executeFlux(call::operation, () -> publisher(call));
	}

	private Mono<Object> mono(BillingTemplate template, BilledCall call) {
		return template.executeMono(call::operation, () -> publisher(call));
	}

	private @Nullable Publisher<Object> publisher(BilledCall call) {
		try {
			Object result = call.proceedAnew();
			return (result != null) ? this.adapter.toPublisher(result) : null;
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

}
