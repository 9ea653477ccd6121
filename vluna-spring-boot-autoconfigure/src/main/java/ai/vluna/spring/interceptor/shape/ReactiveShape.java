package ai.vluna.spring.interceptor.shape;

import java.util.Objects;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * A publisher of one value or many. Nothing happens before subscription, and each
 * subscription calls the method anew. Suspending functions of Kotlin are publishers too:
 * Spring's proxies show them to us as such, and await what we return.
 */
final class ReactiveShape implements CallShape {

	private static final ReactiveAdapterRegistry ADAPTERS = ReactiveAdapterRegistry.getSharedInstance();

	private static final String COROUTINES = "kotlinx.coroutines.";

	private final ReactiveAdapter adapter;

	private final @Nullable OngoingResult<?> value;

	private final boolean coroutine;

	private ReactiveShape(ReactiveAdapter adapter, @Nullable OngoingResult<?> value, boolean coroutine) {
		this.adapter = adapter;
		this.value = value;
		this.coroutine = coroutine;
	}

	static @Nullable CallShape find(ResolvableType type, OngoingResults ongoing) {
		Class<?> declared = type.toClass();
		ReactiveAdapter adapter = ADAPTERS.getAdapter(declared);
		if (adapter == null) {
			return null;
		}
		if (!declared.isAssignableFrom(adapter.getReactiveType())) {
			throw new UnbillableResultException("a billed publisher is no %s".formatted(declared.getName()),
					"Declare %s, Mono or Flux.".formatted(adapter.getReactiveType().getSimpleName()));
		}
		return new ReactiveShape(adapter, adapter.isMultiValue() ? null : ongoing.find(type.getGeneric(0)),
				declared.getName().startsWith(COROUTINES));
	}

	/**
	 * Return the shape of a suspending function.
	 * @param type what the function returns
	 * @param ongoing knows results that go on with the work
	 * @return the shape
	 * @throws UnbillableResultException if such results cannot be billed
	 */
	static CallShape suspending(ResolvableType type, OngoingResults ongoing) {
		ReactiveAdapter adapter = ADAPTERS.getAdapter(type.toClass());
		if (adapter == null) {
			return new ReactiveShape(adapter(Mono.class), ongoing.find(type), true);
		}
		if (!adapter.isMultiValue() || !type.toClass().getName().startsWith(COROUTINES)) {
			throw new UnbillableResultException("a suspending function that returns a %s is over before its work is"
				.formatted(type.toClass().getName()), "Declare the value, or Flow.");
		}
		return new ReactiveShape(adapter(Flux.class), null, true);
	}

	@Override
	public Object call(BillingTemplate template, BilledCall call) {
		return this.adapter.fromPublisher(this.adapter.isMultiValue() ? flux(template, call) : mono(template, call));
	}

	@Override
	public boolean startsOnSubscription() {
		return true;
	}

	@Override
	public @Nullable Class<?> valueType(ResolvableType result) {
		return (this.value != null) ? null : result.getGeneric(0).resolve();
	}

	private Flux<Object> flux(BillingTemplate template, BilledCall call) {
		Flux<Object> flux = template.executeFlux(call::operation, () -> publisher(call));
		return this.coroutine ? flux.subscribeOn(Schedulers.parallel()) : flux;
	}

	private Mono<Object> mono(BillingTemplate template, BilledCall call) {
		OngoingResult<?> value = this.value;
		Mono<Object> mono = (value != null)
				? template.executeOpenMono(call::operation, (operation) -> following(value, operation, call))
				: template.executeMono(call::operation, () -> publisher(call));
		// A coroutine's thread must not wait for the gate, and Reactor does not know it.
		return this.coroutine ? mono.subscribeOn(Schedulers.parallel()) : mono;
	}

	private Mono<Object> following(OngoingResult<?> value, OpenOperation operation, BilledCall call) {
		Publisher<Object> publisher = publisher(call);
		return (publisher != null)
				? Mono.from(publisher).mapNotNull((result) -> OngoingShape.follow(value, result, operation))
				: Mono.empty();
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

	private static ReactiveAdapter adapter(Class<?> type) {
		return Objects.requireNonNull(ADAPTERS.getAdapter(type));
	}

}
