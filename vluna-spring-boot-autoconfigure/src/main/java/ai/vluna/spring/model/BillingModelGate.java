package ai.vluna.spring.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import ai.vluna.spring.context.CallerSnapshot;
import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.OperationBuilder;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.TokenUsage;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.util.Assert;
import org.springframework.util.ConcurrentLruCache;

/**
 * The doorway over a template. The operation of a model or tool is described once; calls
 * whose scope says nothing share it.
 */
final class BillingModelGate implements ModelGate {

	private static final int MAX_REMEMBERED = 1024;

	private final BillingTemplate template;

	private final ConcurrentLruCache<Question, Operation> models;

	private final ConcurrentLruCache<String, Answer> tools;

	private final ModelCallOptions defaults;

	BillingModelGate(BillingTemplate template, FeatureResolution features) {
		this.template = template;
		this.models = new ConcurrentLruCache<>(MAX_REMEMBERED,
				(question) -> ofModel(features.ofModel(question.model()), question.reader()));
		this.tools = new ConcurrentLruCache<>(MAX_REMEMBERED, (toolName) -> ofTool(features.ofTool(toolName)));
		this.defaults = ModelCallOptions.NONE;
	}

	private BillingModelGate(BillingModelGate other, ModelCallOptions defaults) {
		this.template = other.template;
		this.models = other.models;
		this.tools = other.tools;
		this.defaults = defaults;
	}

	@Override
	public ModelGate withDefaults(ModelCallOptions defaults) {
		Assert.isNull(defaults.key(), "'defaults' must not have a key, which is that of one piece of work");
		return new BillingModelGate(this, defaults.orElse(this.defaults));
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T call(ModelId model, TokenReader<? super T> reader,
			BilledWork<T, E> call) throws E {
		if (InnerCalls.isInside()) {
			return call.perform();
		}
		return this.template.execute(operation(model, reader), () -> InnerCalls.inside(call));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> callAsync(ModelId model, TokenReader<? super T> reader,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> call) {
		if (InnerCalls.isInside()) {
			return PassThroughModelGate.INSTANCE.callAsync(model, reader, call);
		}
		try {
			return this.template.executeAsync(operation(model, reader), () -> InnerCalls.inside(call::get));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public <T> Flux<T> stream(ModelId model, TokenReader<? super T> reader,
			Supplier<? extends @Nullable Publisher<T>> call) {
		CallerSnapshot assembled = CallerSnapshot.capture();
		ModelCallScope assembledIn = ModelCallScope.current();
		AtomicReference<@Nullable Keyed> attempts = new AtomicReference<>();
		return Flux.deferContextual((context) -> {
			if (InnerCalls.isInside(context)) {
				return InnerCalls.inside(true, call);
			}
			return assembled.at(context).call(() -> {
				ModelCallScope scope = ModelCallScope.current(context);
				return this.template.executeFlux(
						operation((scope != null) ? scope : assembledIn, model, reader, attempts),
						() -> InnerCalls.inside(false, call));
			});
		});
	}

	@Override
	public <T, R extends @Nullable Object, E extends Throwable> R callOpen(ModelId model, TokenReader<? super T> reader,
			OpenModelCall.Start<T, R, E> call) throws E {
		if (InnerCalls.isInside()) {
			return call.start(new OpenModelCall<>(null));
		}
		return this.template.executeOpen(operation(model, reader),
				(open) -> InnerCalls.inside(() -> call.start(new OpenModelCall<>(open))));
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T tool(String toolName, BilledWork<T, E> call) throws E {
		BilledWork<T, E> outside = () -> InnerCalls.outside(call);
		Operation billed = this.tools.get(toolName).operation();
		if (billed == null) {
			return outside.perform();
		}
		return this.template.execute(within(ModelCallScope.current(), billed, null, null), outside);
	}

	private Operation operation(ModelId model, TokenReader<?> reader) {
		return operation(ModelCallScope.current(), model, reader, null);
	}

	private Operation operation(@Nullable ModelCallScope scope, ModelId model, TokenReader<?> reader,
			@Nullable AtomicReference<@Nullable Keyed> attempts) {
		return within(scope, this.models.get(Question.of(model, reader)), featureCode(scope, model), attempts);
	}

	// A piece of work names what its answers are sold as: vectors have another price.
	private @Nullable String featureCode(@Nullable ModelCallScope scope, ModelId model) {
		String said = (scope != null && model.kind() == ModelKind.CHAT) ? scope.options().featureCode() : null;
		return (said != null) ? said : this.defaults.featureCode();
	}

	private Operation within(@Nullable ModelCallScope scope, Operation described, @Nullable String featureCode,
			@Nullable AtomicReference<@Nullable Keyed> attempts) {
		if (scope == null && this.defaults == ModelCallOptions.NONE) {
			return described;
		}
		ModelCallOptions options = (scope != null) ? scope.options().orElse(this.defaults) : this.defaults;
		OperationBuilder operation = described.mutate().identity(options.identity());
		if (featureCode != null && !featureCode.equals(described.featureCode())) {
			// One meter that it does not have would quarantine the whole commit.
			operation.featureCode(featureCode).featureFamilyCode(null).tokenMeters(TokenMeters.NONE);
		}
		if (options.budgetId() != null) {
			operation.budgetId(options.budgetId());
		}
		if (!options.labels().isEmpty()) {
			Map<String, String> labels = new HashMap<>(described.labels());
			labels.putAll(options.labels());
			operation.labels(labels);
		}
		if (scope == null) {
			return operation.build();
		}
		String code = (featureCode != null) ? featureCode : described.featureCode();
		return operation.key((attempts != null) ? Keyed.key(attempts, scope, code) : scope.nextKey(code)).build();
	}

	private static Operation ofModel(BilledFeature feature, TokenReader<Object> reader) {
		return describe(feature).usageExtractors(List.of((value) -> usageOf(value, reader))).absorbable(true).build();
	}

	private static @Nullable Usage usageOf(Object value, TokenReader<Object> reader) {
		TokenUsage tokens = reader.read(value);
		if (!reader.isTerminal(value)) {
			return (tokens != null) ? Usage.of(tokens) : null;
		}
		return Usage.of((tokens != null) ? tokens : TokenUsage.NONE).asFinal();
	}

	private static Answer ofTool(@Nullable BilledFeature feature) {
		if (feature == null) {
			return new Answer(null);
		}
		Usage usage = Usage.of(feature.quantity());
		return new Answer(describe(feature).usageExtractors(List.of(new UsageExtractor<>() {

			@Override
			public Usage extract(Object value) {
				return usage;
			}

			@Override
			public Usage extractWithoutValue() {
				return usage;
			}

		})).build());
	}

	private static OperationBuilder describe(BilledFeature feature) {
		return Operation.builder(feature.featureCode())
			.settings(feature.settings())
			.budgetId(feature.budgetId())
			.labels(feature.labels())
			.leaf(true);
	}

	/**
	 * What the operation of a model call depends on.
	 *
	 * @param model the model
	 * @param reader reads what it used
	 */
	private record Question(ModelId model, TokenReader<Object> reader) {

		@SuppressWarnings("unchecked")
		static Question of(ModelId model, TokenReader<?> reader) {
			return new Question(model, (TokenReader<Object>) reader);
		}

	}

	/**
	 * What is known of a tool.
	 *
	 * @param operation its operation, or {@code null} when it is not billed
	 */
	private record Answer(@Nullable Operation operation) {

	}

	/**
	 * The key of a stream: who subscribes to it again within the same piece of work makes
	 * another attempt.
	 *
	 * @param scope the piece of work
	 * @param key the key of the call
	 */
	private record Keyed(ModelCallScope scope, @Nullable String key) {

		static @Nullable String key(AtomicReference<@Nullable Keyed> attempts, ModelCallScope scope, String code) {
			Keyed known = attempts.get();
			if (known == null || known.scope() != scope) {
				known = new Keyed(scope, scope.nextKey(code));
				attempts.set(known);
			}
			return known.key();
		}

	}

}
