package ai.vluna.spring.gate;

import java.util.List;

import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageReporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for where the usage of an operation comes from.
 */
class UsageSourceTests {

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@ParameterizedTest
	@EnumSource
	void theOperationsOwnExtractorsAreAskedInsteadOfTheApplications(Shape shape) throws Throwable {
		UsageExtractor<Object> nothing = (value) -> null;
		UsageExtractor<Object> seven = (value) -> Usage.of(7);
		shape.run(this.gating.template(), Gating.describe().usageExtractors(List.of(nothing, seven)).build(), () -> 42);
		shape.run(this.gating.template(), Gating.describe().usageExtractors(List.of(nothing)).build(), () -> 42);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits", "authorize", "cancel");
		verifyCommitted(7);
	}

	@ParameterizedTest
	@EnumSource
	void anExtractorWinsOverWhatTheCodeReported(Shape shape) throws Throwable {
		shape.run(this.gating.template(), Gating.operation(), () -> {
			UsageReporter.report(Usage.of(1));
			return 42;
		});
		this.listener.awaitAllSettled();
		verifyCommitted(42);
	}

	@ParameterizedTest
	@EnumSource
	void whatTheCodeReportedIsTheUsageOfAResultThatTellsNone(Shape shape) throws Throwable {
		assertThat(shape.run(this.gating.template(), Gating.operation(), () -> {
			UsageReporter.report(Usage.of(9));
			return "text";
		})).isEqualTo("text");
		this.listener.awaitAllSettled();
		verifyCommitted(9);
		assertThat(UsageReporter.report(Usage.of(1))).isFalse();
	}

	@Test
	void whatTheCodeReportedIsTheUsageOfWorkWithoutAResult() {
		this.gating.template().<Object, RuntimeException>execute(Gating.operation(), () -> {
			UsageReporter.report(Usage.of(9));
			return null;
		});
		verifyCommitted(9);
	}

	@ParameterizedTest
	@EnumSource(names = { "BLOCKING", "FUTURE", "MONO" })
	void anExtractorThatNeedsNoValueTellsTheUsageOfWorkWithoutOne(Shape shape) throws Throwable {
		Operation operation = Gating.describe().usageExtractors(List.of(new WithoutValue())).build();
		assertThat(shape.run(this.gating.template(), operation, () -> null)).isNull();
		this.listener.awaitAllSettled();
		verifyCommitted(4);
	}

	@ParameterizedTest
	@EnumSource
	void workThatFailedHasNoUsageWithoutAValue(Shape shape) {
		Operation operation = Gating.describe()
			.policy(Policies.with(OnFailure.COMMIT_OBSERVED))
			.usageExtractors(List.of(new WithoutValue()))
			.build();
		assertThatIllegalStateException().isThrownBy(() -> shape.run(this.gating.template(), operation, () -> {
			throw new IllegalStateException("failed");
		}));
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void reportsCountForTheInnermostOperation() {
		BillingTemplate template = this.gating.template();
		template.execute(Gating.operation(), () -> {
			template.execute(Gating.describe().featureCode("inner").build(), () -> {
				UsageReporter.report(Usage.of(5));
				return "inner";
			});
			UsageReporter.report(Usage.of(6));
			return "outer";
		});
		assertThat(this.gate.commit().sent()).extracting(FakeGate.Sent::body)
			.satisfiesExactly((inner) -> assertThat(inner).contains("inner", "\"quantity_minor\":\"5\""),
					(outer) -> assertThat(outer).contains("llm.chat", "\"quantity_minor\":\"6\""));
	}

	@Test
	void aFailedInnerOperationGivesThePlaceBackToo() {
		BillingTemplate template = this.gating.template();
		template.execute(Gating.operation(), () -> {
			try {
				template.execute(Gating.operation(), () -> {
					throw new IllegalStateException("inner");
				});
			}
			catch (IllegalStateException ex) {
				UsageReporter.report(Usage.of(6));
			}
			return "outer";
		});
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "cancel", "commits");
		verifyCommitted(6);
	}

	@Test
	void aStreamIsBilledByItsLastElementByDefault() {
		stream(Aggregate.LAST, Flux.just(1, 5, 3)).blockLast();
		verifyCommitted(3);
	}

	@Test
	void aStreamIsBilledByTheSumOfItsElements() {
		stream(Aggregate.SUM, Flux.just(1, 5, 3)).blockLast();
		verifyCommitted(9);
	}

	@Test
	void aStreamIsBilledByTheNumberOfItsElements() {
		stream(Aggregate.COUNT, Flux.just(100, 100)).blockLast();
		verifyCommitted(2);
	}

	@Test
	void aSumIsNotFinalBeforeTheStreamCompletes() {
		this.gating.extractor((value) -> Usage.of(1).asFinal());
		stream(Aggregate.SUM, Flux.just(1, 5, 3)).take(2).blockLast();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void eachSubscriptionCollectsItsOwnUsage() {
		Mono<List<Integer>> sum = stream(Aggregate.SUM, Flux.just(1, 2)).collectList();
		sum.block();
		sum.block();
		assertThat(this.gate.commit().sent()).hasSize(2)
			.allSatisfy((commit) -> assertThat(commit.body()).contains("\"quantity_minor\":\"3\""));
	}

	private Flux<Integer> stream(Aggregate aggregate, Flux<Integer> elements) {
		return this.gating.template().executeFlux(() -> Gating.describe().aggregate(aggregate).build(), () -> elements);
	}

	private void verifyCommitted(long quantity) {
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"" + quantity + "\"");
	}

	private static final class WithoutValue implements UsageExtractor<Object> {

		@Override
		public @Nullable Usage extract(Object value) {
			return null;
		}

		@Override
		public Usage extractWithoutValue() {
			return Usage.of(4);
		}

	}

}
