package ai.vluna.spring.gate;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.RecordingListener.Hinted;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.FundingShortfallHint;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.hint.QuotaRemainingHint;
import ai.vluna.spring.hint.ScarcityHint;
import ai.vluna.spring.policy.BillingMode;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the hints that the work finds while it runs, and for who else is told of
 * them.
 */
class AdmissionHintsTests {

	private static final Hint QUOTA = FakeGate.hint("quota.remaining", "max_quantity_minor", 6);

	private static final Hint FUNDING = FakeGate.hint("funding.xusd_shortfall", "shortfall_xusd", 1);

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final BillingTemplate template = this.gating.template();

	@ParameterizedTest
	@EnumSource
	void areThereInEveryShapeAndGoneAfterwards(Shape shape) throws Throwable {
		this.gate.authorize().thenSucceed(QUOTA, FUNDING);
		assertThat(shape.run(this.template, Gating.operation(), BillingHints::current))
			.isEqualTo(BillingHints.of(List.of(QUOTA, FUNDING)));
		assertThat(BillingHints.current()).isSameAs(BillingHints.NONE);
		assertThat(shape.run(this.template, Gating.operation(), BillingHints::current)).isSameAs(BillingHints.NONE);
	}

	@ParameterizedTest
	@EnumSource(names = { "FUTURE", "MONO", "FLUX", "OPEN_MONO" })
	void areThereWhenCalledOnAnEventLoop(Shape shape) {
		this.gate.authorize().thenSucceed(QUOTA);
		assertThat(shape.startOnEventLoop(this.template, Gating.operation(), BillingHints::current).join())
			.isEqualTo(BillingHints.of(List.of(QUOTA)));
	}

	@Test
	void followTheWorkOverThreads() {
		this.gate.authorize().thenSucceed(QUOTA);
		ContextSnapshotFactory context = ContextSnapshotFactory.builder().build();
		Executor pool = ContextExecutorService.wrap(ForkJoinPool.commonPool(), context::captureAll);
		assertThat(this.template
			.executeAsync(Gating.operation(), () -> CompletableFuture.supplyAsync(BillingHints::current, pool))
			.join()).isEqualTo(BillingHints.of(List.of(QUOTA)));
	}

	@Test
	void followTheWorkOverVirtualThreadsAndOthersAlike() {
		this.gate.authorize().thenSucceed(QUOTA);
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
		threads.setVirtualThreads(Runtime.version().feature() >= 21);
		threads.setTaskDecorator((task) -> ContextSnapshotFactory.builder().build().captureAll().wrap(task));
		assertThat(this.template
			.executeAsync(Gating.operation(), () -> CompletableFuture.supplyAsync(BillingHints::current, threads))
			.join()).isEqualTo(BillingHints.of(List.of(QUOTA)));
	}

	@Test
	void followTheChainInItsContext() {
		this.gate.authorize().thenSucceed(QUOTA);
		Flux<BillingHints> work = Flux.just(1)
			.publishOn(Schedulers.parallel())
			.concatMap((i) -> Mono.deferContextual((context) -> Mono.just(BillingHints.current(context))));
		assertThat(this.template.executeFlux(Gating.operation(), () -> work).blockLast())
			.isEqualTo(BillingHints.of(List.of(QUOTA)));
	}

	@Test
	void followTheChainByThemselvesWhereReactorPropagates() {
		this.gate.authorize().thenSucceed(QUOTA);
		Hooks.enableAutomaticContextPropagation();
		try {
			Flux<BillingHints> work = Flux.just(1).publishOn(Schedulers.parallel()).map((i) -> BillingHints.current());
			assertThat(this.template.executeFlux(Gating.operation(), () -> work).blockLast())
				.isEqualTo(BillingHints.of(List.of(QUOTA)));
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	@Test
	void areThoseOfTheOperationAroundAnAbsorbedOne() {
		this.gate.authorize().thenSucceed(QUOTA);
		Operation inner = Gating.describe().featureCode("model").absorbable(true).build();
		assertThat(this.template.execute(Gating.operation(),
				() -> this.template.execute(inner, () -> BillingHints.current().has(ScarcityHint.class))))
			.isTrue();
	}

	@Test
	void areThoseOfTheInnermostOperationOtherwise() {
		this.gate.authorize().thenSucceed(QUOTA).thenSucceed(FUNDING);
		this.template.execute(Gating.operation(), () -> {
			this.template.execute(Gating.operation(), () -> {
				assertThat(BillingHints.current().has(FundingShortfallHint.class)).isTrue();
				assertThat(BillingHints.current().has(QuotaRemainingHint.class)).isFalse();
				return 1;
			});
			assertThat(BillingHints.current().has(QuotaRemainingHint.class)).isTrue();
			return 1;
		});
	}

	@Test
	void areThoseOfTheLeaseForTheAttemptsThatFollow() throws Throwable {
		this.gate.authorize().thenSucceed(QUOTA);
		Operation operation = Gating.describe().attempts(new OperationAttempts()).build();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> Shape.BLOCKING.run(this.template, operation, () -> {
				throw new IllegalStateException();
			}));
		assertThat(Shape.BLOCKING.run(this.template, operation, BillingHints::current))
			.isEqualTo(BillingHints.of(List.of(QUOTA)));
		assertThat(this.listener.hinted()).hasSize(1);
	}

	@Test
	void areThoseOfTheDenialThatWasTolerated() {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "grant balance exhausted", FUNDING);
		BillingHints found = this.template.execute(Gating.operation(Policies.with(BillingMode.SOFT)),
				BillingHints::current);
		assertThat(found).isEqualTo(BillingHints.of(List.of(FUNDING)));
		assertThat(this.listener.hinted()).extracting(Hinted::phase).containsExactly(HintPhase.DENIED);
	}

	@ParameterizedTest
	@EnumSource
	void listenersAreToldOfThoseOfEachAnswer(Shape shape) throws Throwable {
		this.gate.authorize().thenSucceed(QUOTA);
		this.gate.commit().thenSucceed(FUNDING);
		shape.run(this.template, Gating.operation(), () -> 3);
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "grant balance exhausted", FUNDING);
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> shape.run(this.template, Gating.operation(), () -> 3))
			.satisfies((denial) -> assertThat(denial.getHints()).containsExactly(FUNDING));
		assertThat(this.listener.hinted()).containsExactly(
				new Hinted(HintPhase.ADMITTED, Gating.ALICE, BillingHints.of(List.of(QUOTA))),
				new Hinted(HintPhase.SETTLED, Gating.ALICE, BillingHints.of(List.of(FUNDING))),
				new Hinted(HintPhase.DENIED, Gating.ALICE, BillingHints.of(List.of(FUNDING))));
	}

	@Test
	void listenersAreToldOfThoseOfARefusedCommit() {
		this.gate.commit().thenReject(403, "ENTITLEMENT.DENIED", "denied", FUNDING);
		this.template.execute(Gating.operation(), () -> 3);
		assertThat(this.listener.hinted()).extracting(Hinted::phase).containsExactly(HintPhase.SETTLED);
	}

}
