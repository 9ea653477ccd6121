package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a template among listeners, extractors, settlements, schedulers and sources
 * that do what they must not.
 */
class HostilityTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@ParameterizedTest
	@EnumSource
	void aListenerThatThrowsChangesNothing(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.listener(new ThrowingListener()).template();
		assertThat(shape.run(template, Gating.operation(), () -> 42)).isEqualTo(42);
		assertThat(shape.run(template, Gating.operation(), () -> "no usage")).isEqualTo("no usage");
		assertThat(shape.run(template, Gating.operation(), () -> 0)).isEqualTo(0);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits", "authorize", "cancel", "authorize",
				"cancel");
	}

	@ParameterizedTest
	@EnumSource
	void anExtractorThatThrowsTellsNothing(Shape shape) throws Throwable {
		this.gating.extractor((value) -> {
			throw new ClassCastException("not mine");
		});
		assertThat(shape.run(this.gating.template(), Gating.operation(), () -> 42)).isEqualTo(42);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.listener.extractionFailures()).singleElement().isInstanceOf(ClassCastException.class);
	}

	@ParameterizedTest
	@EnumSource
	void anExtractorThatThrowsAnErrorTellsNothing(Shape shape) throws Throwable {
		this.gating.extractor((value) -> {
			throw new NoClassDefFoundError("com/example/Usage");
		});
		assertThat(shape.run(this.gating.template(), Gating.operation(), () -> 42)).isEqualTo(42);
		this.listener.awaitAllSettled();
		assertThat(this.listener.extractionFailures()).singleElement()
			.satisfies((ex) -> assertThat(ex).hasCauseInstanceOf(NoClassDefFoundError.class));
	}

	@ParameterizedTest
	@EnumSource
	void usageThatCannotBeSentIsReportedAndNotThrown(Shape shape) throws Throwable {
		for (Object usage : new Object[] { -1, 1.5, Long.MAX_VALUE, Double.NaN }) {
			Gating fresh = new Gating();
			assertThat(shape.run(fresh.template(), Gating.operation(), () -> usage)).isEqualTo(usage);
			fresh.listener.awaitAllSettled();
			assertThat(fresh.gate.paths()).containsExactly("authorize");
			assertThat(fresh.listener.results()).containsExactly(SettlementResult.DEAD);
			assertThat(fresh.listener.admitted().get(0).state()).isEqualTo(Lease.State.HANDED_OVER);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aSettlementThatThrowsChangesNothing(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.settlement(new ThrowingSettlement(false)).template();
		assertThat(shape.run(template, Gating.operation(), () -> 42)).isEqualTo(42);
		assertThat(shape.run(template, Gating.operation(), () -> 0)).isEqualTo(0);
		assertThat(shape.run(template, Gating.operation(), () -> -1)).isEqualTo(-1);
		this.listener.awaitAllSettled();
		assertThat(this.listener.admitted()).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void aSettlementThatFailsChangesNothing(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.settlement(new ThrowingSettlement(true)).template();
		assertThat(shape.run(template, Gating.operation(), () -> 42)).isEqualTo(42);
		this.listener.awaitAllSettled();
		assertThat(this.listener.results()).containsExactly(SettlementResult.DEAD);
	}

	@ParameterizedTest
	@EnumSource(names = { "FUTURE", "MONO", "FLUX" })
	void aSchedulerThatRejectsLeavesNothingOpen(Shape shape) {
		Scheduler closed = Schedulers.newSingle("closed");
		closed.dispose();
		AtomicBoolean worked = new AtomicBoolean();
		CompletableFuture<?> outcome = shape.startOnEventLoop(this.gating.scheduler(closed).template(),
				Gating.operation(), () -> worked.getAndSet(true));
		assertThat(outcome).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(RejectedExecutionException.class);
		this.listener.awaitAllSettled();
		assertThat(worked).isFalse();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@ParameterizedTest
	@EnumSource
	void aSchedulerThatRejectsLosesNoValue(Shape shape) throws Throwable {
		Scheduler closed = Schedulers.newSingle("closed");
		closed.dispose();
		this.gate.commit().then(Mono.delay(Duration.ofMillis(50)).then(Mono.error(FakeGate.noAnswer())));
		assertThat(shape.run(this.gating.scheduler(closed).template(), Gating.operation(), () -> 42)).isEqualTo(42);
		this.listener.awaitAllSettled();
	}

	@ParameterizedTest
	@EnumSource
	void aTimerThatRejectsLosesNoValue(Shape shape) throws Throwable {
		Scheduler closed = Schedulers.newSingle("closed");
		closed.dispose();
		FakeGate.Held<?> commit = this.gate.commit().thenHold();
		assertThat(shape.run(this.gating.timer(closed).template(), Gating.operation(), () -> 42)).isEqualTo(42);
		assertThat(this.listener.results()).isEmpty();
		commit.succeed();
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void aSourceThatEndsTwiceIsSettledOnce() {
		Publisher<Integer> twice = (subscriber) -> subscriber.onSubscribe(new Subscription() {

			@Override
			public void request(long n) {
				emit(subscriber);
			}

			@Override
			public void cancel() {
			}

			private void emit(Subscriber<? super Integer> target) {
				target.onNext(1);
				target.onComplete();
				target.onComplete();
				target.onError(new IllegalStateException("late"));
				target.onNext(2);
			}

		});
		Hooks.onErrorDropped((ex) -> {
		});
		Hooks.onNextDropped((value) -> {
		});
		try {
			this.gating.template().executeFlux(Gating::operation, () -> twice).blockLast(SOON);
		}
		finally {
			Hooks.resetOnErrorDropped();
			Hooks.resetOnNextDropped();
		}
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void worksUnderAssemblyHooks(boolean debug) {
		AtomicInteger assembled = new AtomicInteger();
		if (debug) {
			Hooks.onOperatorDebug();
		}
		else {
			Hooks.onEachOperator("count", (publisher) -> {
				assembled.incrementAndGet();
				return publisher;
			});
		}
		try {
			BillingTemplate template = this.gating.template();
			assertThat(template.executeMono(Gating::operation, () -> Mono.just(1)).block(SOON)).isEqualTo(1);
			assertThat(template.executeFlux(Gating::operation, () -> Flux.just(1, 2)).take(1).blockLast(SOON))
				.isEqualTo(1);
			this.listener.awaitAllSettled();
			assertThat(this.gate.paths()).containsExactly("authorize", "commits", "authorize", "cancel");
		}
		finally {
			Hooks.resetOnOperatorDebug();
			Hooks.resetOnEachOperator("count");
		}
	}

	@ParameterizedTest
	@EnumSource
	void anAssertionErrorOfTheWorkReachesTheCallerAndCancels(Shape shape) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> shape.run(this.gating.template(), Gating.operation(), () -> {
				throw new AssertionError("broken");
			}))
			.withMessage("broken");
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void aClientThatThrowsOnCancelChangesNothing() {
		Settlement settlement = new ThrowingSettlement(false);
		assertThat(this.gating.settlement(settlement)
			.template()
			.<String, RuntimeException>execute(Gating.operation(), () -> "no usage")).isEqualTo("no usage");
		this.listener.verifyAllSettled();
		assertThat(this.listener.results()).containsExactly(SettlementResult.CANCELLED);
	}

	@Test
	void requestsCarryNoRequestIdOfTheirOwn() {
		this.gating.template().execute(Gating.operation(), () -> 1);
		assertThat(this.gate.authorize().onlySent().context()).extracting(CallContext::requestId).isNull();
	}

	private static final class ThrowingListener implements BillingListener {

		@Override
		public void admitted(Lease lease, long nanos) {
			throw new IllegalStateException("admitted");
		}

		@Override
		public void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
			throw new IllegalStateException("refused");
		}

		@Override
		public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
			throw new NoClassDefFoundError("settled");
		}

		@Override
		public void usageMissing(Lease lease) {
			throw new IllegalStateException("usageMissing");
		}

		@Override
		public void extractionFailed(Operation operation, Exception failure) {
			throw new IllegalStateException("extractionFailed");
		}

	}

	private record ThrowingSettlement(boolean later) implements Settlement {

		@Override
		public Mono<Void> charge(Lease lease, Usage usage) {
			if (this.later) {
				return Mono.error(new IllegalStateException("charge"));
			}
			throw new IllegalStateException("charge");
		}

		@Override
		public void release(Lease lease) {
			throw new IllegalStateException("release");
		}

		@Override
		public void bury(Lease lease, @Nullable Usage usage, String detail) {
			throw new IllegalStateException("bury");
		}

	}

}
