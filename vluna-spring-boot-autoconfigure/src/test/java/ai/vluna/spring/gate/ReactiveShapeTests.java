package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed work that returns a {@link Mono} or a {@link Flux}.
 */
class ReactiveShapeTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@Test
	void anEmptyMonoCancels() {
		assertThat(mono(Mono.empty()).block()).isNull();
		verifyCancelled();
		assertThat(this.listener.withoutUsage()).hasSize(1);
	}

	@Test
	void anEmptyFluxCancels() {
		assertThat(flux(Flux.empty()).collectList().block()).isEmpty();
		verifyCancelled();
	}

	@Test
	void aNullPublisherIsEmpty() {
		BillingTemplate template = this.gating.template();
		assertThat(template.executeMono(Gating::operation, () -> null).block()).isNull();
		assertThat(template.executeFlux(Gating::operation, () -> null).collectList().block()).isEmpty();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel", "authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void workThatThrowsAtAssemblyIsAnError() {
		BillingTemplate template = this.gating.template();
		assertThatIllegalStateException().isThrownBy(() -> template.executeMono(Gating::operation, () -> {
			throw new IllegalStateException("at assembly");
		}).block());
		assertThatIllegalStateException().isThrownBy(() -> template.executeFlux(Gating::operation, () -> {
			throw new IllegalStateException("at assembly");
		}).blockLast());
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel", "authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void workThatThrowsAFatalErrorAtAssemblyIsSettled() {
		BillingTemplate template = this.gating.template();
		assertThatExceptionOfType(NoClassDefFoundError.class)
			.isThrownBy(() -> template.executeMono(Gating::operation, () -> {
				throw new NoClassDefFoundError("com/example/Missing");
			}).block());
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> template.executeFlux(Gating::operation, () -> {
				throw new StackOverflowError();
			}).blockLast());
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel", "authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void workThatThrowsAFatalErrorAtSubscriptionIsSettled() {
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> mono(Mono.fromCallable(() -> {
			throw new StackOverflowError();
		})).block());
		verifyCancelled();
	}

	@Test
	void aFailedMonoCancelsAndKeepsItsFailure() {
		IllegalStateException failure = new IllegalStateException("no");
		assertThatIllegalStateException().isThrownBy(() -> mono(Mono.error(failure)).block()).isSameAs(failure);
		verifyCancelled();
	}

	@Test
	void aFailedStreamGivesItsElementsThenItsFailureAndCancels() {
		StepVerifier.create(flux(Flux.just(1, 2).concatWith(Mono.error(new IllegalStateException("no")))))
			.expectNext(1, 2)
			.expectErrorMessage("no")
			.verify(SOON);
		verifyCancelled();
	}

	@Test
	void aSourceMonoCompletesRatherThanBeingCancelled() {
		List<SignalType> signals = new CopyOnWriteArrayList<>();
		assertThat(mono(Mono.just(42).hide().doFinally(signals::add)).block()).isEqualTo(42);
		assertThat(signals).containsExactly(SignalType.ON_COMPLETE);
	}

	@Test
	void aMonoOverAStreamTakesItsFirstElement() {
		assertThat(mono(Flux.just(1, 2, 3)).block()).isEqualTo(1);
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"1\"");
		this.listener.verifyAllSettled();
	}

	@Test
	void theValueOfAMonoComesAfterItsSettlement() {
		FakeGate.Held<?> commit = this.gate.commit().thenHold();
		CompletableFuture<Integer> result = mono(Mono.just(42)).toFuture();
		assertThat(result).isNotDone();
		commit.succeed();
		assertThat(result).succeedsWithin(SOON).isEqualTo(42);
	}

	@Test
	void elementsPassAsTheyComeAndCompletionComesAfterSettlement() {
		Sinks.Many<Integer> source = Sinks.many().unicast().onBackpressureBuffer();
		FakeGate.Held<?> commit = this.gate.commit().thenHold();
		StepVerifier.create(flux(source.asFlux()))
			.then(() -> source.tryEmitNext(1))
			.expectNext(1)
			.then(() -> source.tryEmitNext(2))
			.expectNext(2)
			.then(source::tryEmitComplete)
			.expectNoEvent(Duration.ofMillis(50))
			.then(commit::succeed)
			.expectComplete()
			.verify(SOON);
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"2\"");
	}

	@Test
	void theValueSurvivesACommitThatFails() {
		this.gate.commit().thenNotAnswer(1).thenReject(422, "RESOURCE.NOT_FOUND", "feature inactive");
		assertThat(mono(Mono.just(42)).block()).isEqualTo(42);
		assertThat(flux(Flux.just(42)).collectList().block()).containsExactly(42);
	}

	@Test
	void theValueSurvivesACommitThatIsNeverAnswered() {
		VirtualTimeScheduler timer = VirtualTimeScheduler.create();
		this.gating.timer(timer);
		this.gate.commit().thenHold();
		this.gate.commit().thenHold();
		CompletableFuture<Integer> mono = mono(Mono.just(42)).toFuture();
		CompletableFuture<List<Integer>> flux = flux(Flux.just(42)).collectList().toFuture();
		assertThat(mono).isNotDone();
		assertThat(flux).isNotDone();
		timer.advanceTimeBy(Duration.ofSeconds(2));
		assertThat(mono).succeedsWithin(SOON).isEqualTo(42);
		assertThat(flux).succeedsWithin(SOON).isEqualTo(List.of(42));
	}

	@Test
	void aCommitGoesOnWhenTheSubscriberLeaves() {
		FakeGate.Held<?> commit = this.gate.commit().thenHold();
		Disposable subscription = mono(Mono.just(42)).subscribe();
		await().until(() -> this.gate.paths().contains("commits"));
		subscription.dispose();
		commit.succeed();
		this.listener.awaitAllSettled();
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	@Test
	void takingLessThanTheStreamCancels() {
		assertThat(flux(Flux.just(1, 2, 3)).take(1).collectList().block()).containsExactly(1);
		verifyCancelled();
	}

	@Test
	void takingTheNextElementCancels() {
		assertThat(flux(Flux.just(1, 2, 3)).next().block()).isEqualTo(1);
		verifyCancelled();
	}

	@Test
	void anEndlessSourceStopsWhenItsSubscriberLeaves() {
		Flux<Integer> endless = Flux.generate(() -> 1, (i, sink) -> {
			sink.next(i);
			return i + 1;
		});
		assertThat(flux(endless).takeUntil((i) -> i == 3).collectList().block(SOON)).containsExactly(1, 2, 3);
		verifyCancelled();
	}

	@Test
	void theSourceLearnsOfTheCancelBeforeItsUsageIsRead() {
		this.gating.policy(Policies.with(OnInterruption.COMMIT_OBSERVED));
		Flux<Integer> source = Flux.deferContextual(
				(context) -> Flux.just(1, 2, 3).doOnCancel(() -> UsageReporter.report(context, Usage.of(6))));
		this.gating.extractor((value) -> null);
		flux(source).take(1).blockLast();
		this.listener.awaitAllSettled();
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"6\"");
	}

	@Test
	void aStreamThatIsLeftAfterItsFinalUsageIsCommitted() {
		this.gating.extractor((value) -> Usage.of((Integer) value).asFinal());
		assertThat(flux(Flux.just(1, 2, 3)).take(1).collectList().block()).containsExactly(1);
		this.listener.awaitAllSettled();
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"1\"");
	}

	@Test
	void aStreamThatFailsAfterItsFinalUsageIsCommitted() {
		this.gating.extractor((value) -> Usage.of((Integer) value).asFinal());
		StepVerifier.create(flux(Flux.just(5).concatWith(Mono.error(new IllegalStateException("late")))))
			.expectNext(5)
			.expectErrorMessage("late")
			.verify(SOON);
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"5\"");
	}

	@Test
	void observedUsageIsCommittedOnInterruptionWhereThePolicySaysSo() {
		this.gating.policy(Policies.with(OnInterruption.COMMIT_OBSERVED));
		assertThat(flux(Flux.just(1, 2, 3)).take(2).collectList().block()).containsExactly(1, 2);
		this.listener.awaitAllSettled();
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"2\"");
	}

	@Test
	void anInterruptionIsNoFailure() {
		this.gating.policy(Policies.with(OnFailure.COMMIT_OBSERVED));
		flux(Flux.just(1, 2, 3)).take(2).collectList().block();
		verifyCancelled();
	}

	@Test
	void aMonoThatIsLeftBeforeItsValueCancels() {
		AtomicBoolean left = new AtomicBoolean();
		Disposable subscription = mono(Mono.<Integer>never().doOnCancel(() -> left.set(true))).subscribe();
		subscription.dispose();
		assertThat(left).isTrue();
		verifyCancelled();
	}

	@Test
	void aStreamThatTimesOutCancels() {
		StepVerifier.withVirtualTime(() -> flux(Flux.just(1).concatWith(Mono.never())).timeout(Duration.ofSeconds(3)))
			.expectNext(1)
			.thenAwait(Duration.ofSeconds(3))
			.expectError(TimeoutException.class)
			.verify(SOON);
		verifyCancelled();
	}

	@Test
	void aSubscriberThatLeavesAtOnceLeavesNothingOpen() {
		this.gating.template().executeFlux(Gating::operation, () -> Flux.just(1)).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				cancel();
			}

		});
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).doesNotContain("commits");
	}

	@Test
	void aLeaseThatIsGrantedAfterTheSubscriberLeftIsReleasedOnce() {
		FakeGate.Held<?> answer = this.gate.authorize().thenHold();
		AtomicBoolean worked = new AtomicBoolean();
		AtomicReference<Disposable> subscription = new AtomicReference<>();
		Mono<Integer> mono = this.gating.template()
			.executeMono(Gating::operation, () -> Mono.fromSupplier(() -> worked.getAndSet(true) ? 1 : 2));
		Schedulers.single().schedule(() -> subscription.set(mono.subscribe()));
		await().until(() -> subscription.get() != null && !this.gate.paths().isEmpty());
		subscription.get().dispose();
		answer.succeed();
		this.listener.awaitAllSettled();
		assertThat(worked).isFalse();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void aLeaseOfAStableKeyThatIsGrantedAfterTheSubscriberLeftIsLeftOpen() {
		FakeGate.Held<?> answer = this.gate.authorize().thenHold();
		AtomicReference<Disposable> subscription = new AtomicReference<>();
		Mono<Integer> mono = this.gating.template()
			.executeMono(() -> Gating.describe().key("invoice-1").build(), () -> Mono.just(1));
		Schedulers.single().schedule(() -> subscription.set(mono.subscribe()));
		await().until(() -> subscription.get() != null && !this.gate.paths().isEmpty());
		subscription.get().dispose();
		answer.succeed();
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.listener.results()).containsExactly(SettlementResult.LEFT_OPEN);
	}

	@Test
	void aRefusalThatComesAfterTheSubscriberLeftIsHarmless() {
		FakeGate.Held<?> answer = this.gate.authorize().thenHold();
		AtomicReference<Disposable> subscription = new AtomicReference<>();
		Mono<Integer> mono = mono(Mono.just(1));
		Schedulers.single().schedule(() -> subscription.set(mono.subscribe()));
		await().until(() -> subscription.get() != null && !this.gate.paths().isEmpty());
		subscription.get().dispose();
		answer.fail(FakeGate.rejection(402, "SERVER.CONFIG", "quota limit exhausted"));
		assertThat(this.listener.admitted()).isEmpty();
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@Test
	void subscribedOnAThreadThatMayBlockTheWorkStartsThere() {
		this.gate.answerOn(Schedulers.single());
		List<Thread> threads = new CopyOnWriteArrayList<>();
		mono(Mono.fromSupplier(() -> note(threads))).block();
		flux(Flux.defer(() -> Flux.just(note(threads)))).blockLast();
		assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
	}

	@Test
	void subscribedOnAnEventLoopTheWorkStartsOnTheScheduler() {
		this.gate.answerOn(Schedulers.newParallel("gate-client"));
		List<Thread> threads = new CopyOnWriteArrayList<>();
		for (int round = 0; round < 50; round++) {
			mono(Mono.fromSupplier(() -> note(threads))).subscribeOn(Schedulers.parallel()).block();
			flux(Flux.defer(() -> Flux.just(note(threads)))).subscribeOn(Schedulers.parallel()).blockLast();
		}
		assertThat(threads).hasSize(100)
			.allSatisfy((thread) -> assertThat(thread.getName()).startsWith("boundedElastic-"));
	}

	@Test
	void whatIsAnsweredAtOnceOnAnEventLoopStartsOnTheSchedulerToo() {
		List<Thread> threads = new CopyOnWriteArrayList<>();
		for (int round = 0; round < 50; round++) {
			mono(Mono.fromSupplier(() -> note(threads))).subscribeOn(Schedulers.parallel()).block();
		}
		assertThat(threads).hasSize(50)
			.allSatisfy((thread) -> assertThat(thread.getName()).startsWith("boundedElastic-"));
	}

	@Test
	void refusalsAreDeliveredOnTheScheduler() {
		this.gate.answerOn(Schedulers.newParallel("gate-client"));
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		AtomicReference<Thread> thread = new AtomicReference<>();
		StepVerifier
			.create(mono(Mono.just(1)).doOnError((ex) -> thread.set(Thread.currentThread()))
				.subscribeOn(Schedulers.parallel()))
			.expectError()
			.verify(SOON);
		assertThat(thread.get().getName()).startsWith("boundedElastic-");
	}

	@Test
	void afterALateSettlementResultsAreDeliveredOnTheScheduler() {
		AtomicReference<Thread> value = new AtomicReference<>();
		AtomicReference<Thread> completion = new AtomicReference<>();
		FakeGate.Held<?> first = this.gate.commit().thenHold();
		Mono<?> mono = mono(Mono.just(1)).doOnNext((i) -> value.set(Thread.currentThread()));
		StepVerifier.create(mono).then(first::succeed).expectNextCount(1).expectComplete().verify(SOON);
		FakeGate.Held<?> second = this.gate.commit().thenHold();
		Flux<?> flux = flux(Flux.just(1)).doOnComplete(() -> completion.set(Thread.currentThread()));
		StepVerifier.create(flux).then(second::succeed).expectNextCount(1).expectComplete().verify(SOON);
		assertThat(value.get().getName()).startsWith("boundedElastic-");
		assertThat(completion.get().getName()).startsWith("boundedElastic-");
	}

	@Test
	void theWorkSeesTheContextOfItsSubscriber() {
		BillingTemplate template = this.gating.template();
		assertThat(template
			.executeMono(Gating::operation,
					() -> Mono.deferContextual((context) -> Mono.just(context.<String>get("tenant"))))
			.contextWrite((context) -> context.put("tenant", "t1"))
			.block()).isEqualTo("t1");
		assertThat(template
			.executeFlux(Gating::operation,
					() -> Flux.deferContextual((context) -> Flux.just(context.<String>get("tenant"))))
			.contextWrite((context) -> context.put("tenant", "t2"))
			.subscribeOn(Schedulers.parallel())
			.blockLast()).isEqualTo("t2");
	}

	@Test
	void countsWhatTheWorkReportedFromItsContext() {
		mono(Mono.deferContextual((context) -> {
			assertThat(UsageReporter.report(context, Usage.of(9))).isTrue();
			return Mono.just("text");
		})).block();
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"9\"");
	}

	@Test
	void countsWhatTheStartOfTheWorkReported() {
		this.gating.template().executeFlux(Gating::operation, () -> {
			assertThat(UsageReporter.report(Usage.of(8))).isTrue();
			return Flux.just("text");
		}).subscribeOn(Schedulers.parallel()).blockLast();
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"8\"");
		assertThat(UsageReporter.report(Usage.of(1))).isFalse();
	}

	@Test
	void backpressureReachesTheSource() {
		List<Long> requests = new CopyOnWriteArrayList<>();
		StepVerifier.create(flux(Flux.range(1, 10).doOnRequest(requests::add)), 2)
			.expectNext(1, 2)
			.thenRequest(1)
			.expectNext(3)
			.thenCancel()
			.verify(SOON);
		assertThat(requests).containsExactly(2L, 1L);
		this.listener.awaitAllSettled();
	}

	private static int note(List<Thread> threads) {
		threads.add(Thread.currentThread());
		return 1;
	}

	private <T> Mono<T> mono(org.reactivestreams.Publisher<T> work) {
		return this.gating.template().executeMono(Gating::operation, () -> work);
	}

	private <T> Flux<T> flux(Flux<T> work) {
		return this.gating.template().executeFlux(Gating::operation, () -> work);
	}

	private void verifyCancelled() {
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.listener.results()).containsExactly(SettlementResult.CANCELLED);
	}

}
