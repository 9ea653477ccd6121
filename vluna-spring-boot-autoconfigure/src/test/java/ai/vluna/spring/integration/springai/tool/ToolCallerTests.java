package ai.vluna.spring.integration.springai.tool;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelCallScope;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for whose run a tool is called in.
 */
class ToolCallerTests {

	private static final ModelCallOptions ALICE = options("alice");

	private static final ModelCallOptions BOB = options("bob");

	@AfterEach
	void forget() {
		ToolCallReactiveContextHolder.clearContext();
		ObservationThreadLocalAccessor.getInstance().setObservationRegistry(ObservationRegistry.NOOP);
	}

	@Test
	void isKnownOnOtherThreads() {
		ToolCaller caller = ModelCallScope.with(ALICE, ToolCaller::here);
		assertThat(elsewhere(() -> caller.call(ToolCallerTests::feature))).isEqualTo("alice");
		assertThat(elsewhere(ToolCallerTests::feature)).isNull();
	}

	@Test
	void givesWayToWhatIsBoundOnTheSameThread() {
		ToolCaller caller = ModelCallScope.with(ALICE, ToolCaller::here);
		assertThat(ModelCallScope.with(BOB, () -> caller.call(ToolCallerTests::feature))).isEqualTo("bob");
	}

	@Test
	void isTheSubscriberOfAStream() {
		ToolCaller caller = ToolCaller.of(ModelCallScope.write(ALICE).apply(Context.empty()));
		assertThat(ModelCallScope.with(BOB, () -> caller.call(ToolCallerTests::feature))).isEqualTo("alice");
		assertThat(ModelCallScope.current()).isNull();
	}

	@Test
	void isTheSubscriberOfTheStreamThatCallsTools() {
		ToolCallReactiveContextHolder.setContext(ModelCallScope.write(ALICE).apply(Context.empty()));
		assertThat(ToolCaller.ANYONE.call(ToolCallerTests::feature)).isEqualTo("alice");
		ToolCaller caller = ToolCaller.ofRun();
		assertThat(elsewhere(() -> caller.call(ToolCallerTests::feature))).isEqualTo("alice");
	}

	@Test
	void isAnyoneWithoutAStream() {
		ToolCaller caller = ModelCallScope.with(ALICE, ToolCaller::ofRun);
		assertThat(elsewhere(() -> caller.call(ToolCallerTests::feature))).isEqualTo("alice");
		assertThat(ModelCallScope.with(BOB, () -> ToolCaller.ANYONE.call(ToolCallerTests::feature))).isEqualTo("bob");
	}

	@Test
	void leavesTheObservationOfTheToolOpen() {
		ObservationRegistry registry = ObservationRegistry.create();
		ObservationThreadLocalAccessor.getInstance().setObservationRegistry(registry);
		registry.observationConfig().observationHandler((context) -> true);
		Observation stream = Observation.start("stream", registry);
		Observation tool = Observation.start("tool", registry);
		ToolCaller caller = ToolCaller.of(Context.of(ObservationThreadLocalAccessor.KEY, stream));
		try (Observation.Scope scope = tool.openScope()) {
			assertThat(scope.getCurrentObservation()).isSameAs(tool);
			assertThat(caller.call(registry::getCurrentObservation)).isSameAs(tool);
		}
	}

	private static @Nullable String feature() {
		ModelCallScope scope = ModelCallScope.current();
		return (scope != null) ? scope.options().featureCode() : null;
	}

	private static @Nullable String elsewhere(Supplier<@Nullable String> work) {
		return CompletableFuture.supplyAsync(work).join();
	}

	private static ModelCallOptions options(String featureCode) {
		return ModelCallOptions.builder().featureCode(featureCode).build();
	}

}
