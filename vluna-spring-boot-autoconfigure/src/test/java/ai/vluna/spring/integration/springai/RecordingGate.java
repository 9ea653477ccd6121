package ai.vluna.spring.integration.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.model.OpenModelCall;
import ai.vluna.spring.model.TokenReader;
import ai.vluna.spring.usage.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A gate that lets everything pass and remembers it.
 */
final class RecordingGate implements ModelGate {

	final List<ModelId> models = new ArrayList<>();

	final List<@Nullable TokenUsage> usages = new ArrayList<>();

	final List<Boolean> terminals = new ArrayList<>();

	@Nullable ModelCallOptions defaults;

	@Override
	public <T extends @Nullable Object, E extends Throwable> T call(ModelId model, TokenReader<? super T> reader,
			BilledWork<T, E> call) throws E {
		this.models.add(model);
		T response = call.perform();
		this.usages.add(reader.read(response));
		return response;
	}

	@Override
	public <T> Flux<T> stream(ModelId model, TokenReader<? super T> reader,
			Supplier<? extends @Nullable Publisher<T>> call) {
		this.models.add(model);
		return Flux.defer(call).doOnNext((chunk) -> {
			this.usages.add(reader.read(chunk));
			this.terminals.add(reader.isTerminal(chunk));
		});
	}

	@Override
	public ModelGate withDefaults(ModelCallOptions defaults) {
		this.defaults = defaults;
		return this;
	}

	@Override
	public <T> CompletableFuture<@Nullable T> callAsync(ModelId model, TokenReader<? super T> reader,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> call) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T, R extends @Nullable Object, E extends Throwable> R callOpen(ModelId model, TokenReader<? super T> reader,
			OpenModelCall.Start<T, R, E> call) throws E {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T tool(String toolName, BilledWork<T, E> call) throws E {
		throw new UnsupportedOperationException();
	}

}
