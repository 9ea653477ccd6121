package ai.vluna.spring.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Makes the calls and nothing else, for applications in which billing is switched off.
 */
final class PassThroughModelGate implements ModelGate {

	static final PassThroughModelGate INSTANCE = new PassThroughModelGate();

	private static final Operation ANY = Operation.builder("any").build();

	private final BillingTemplate template = BillingTemplate.passThrough();

	private PassThroughModelGate() {
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T call(ModelId model, TokenReader<? super T> reader,
			BilledWork<T, E> call) throws E {
		return call.perform();
	}

	@Override
	public <T> CompletableFuture<@Nullable T> callAsync(ModelId model, TokenReader<? super T> reader,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> call) {
		return this.template.executeAsync(ANY, call);
	}

	@Override
	public <T> Flux<T> stream(ModelId model, TokenReader<? super T> reader,
			Supplier<? extends @Nullable Publisher<T>> call) {
		return this.template.executeFlux(ANY, call);
	}

	@Override
	public <T, R extends @Nullable Object, E extends Throwable> R callOpen(ModelId model, TokenReader<? super T> reader,
			OpenModelCall.Start<T, R, E> call) throws E {
		return call.start(new OpenModelCall<>(null));
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T tool(String toolName, BilledWork<T, E> call) throws E {
		return call.perform();
	}

	@Override
	public ModelGate withDefaults(ModelCallOptions defaults) {
		return this;
	}

}
