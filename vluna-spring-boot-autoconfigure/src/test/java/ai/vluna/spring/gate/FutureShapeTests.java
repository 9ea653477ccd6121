package ai.vluna.spring.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed work that returns a future.
 */
class FutureShapeTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@Test
	void settlesWhenTheSourceCompletesLater() {
		CompletableFuture<Integer> source = new CompletableFuture<>();
		CompletableFuture<Integer> result = execute(() -> source);
		assertThat(result).isNotDone();
		assertThat(this.gate.paths()).containsExactly("authorize");
		source.complete(42);
		assertThat(result).succeedsWithin(SOON).isEqualTo(42);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		this.listener.verifyAllSettled();
	}

	@Test
	void aSourceThatIsDoneIsSettledBeforeTheCallReturns() {
		assertThat(execute(() -> CompletableFuture.completedFuture(42))).isCompletedWithValue(42);
		this.listener.verifyAllSettled();
	}

	@Test
	void aNullStageIsANullValue() {
		assertThat(execute(() -> null)).isCompletedWithValue(null);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void aFailedSourceCancelsAndKeepsItsFailure() {
		IOException failure = new IOException("disk full");
		CompletableFuture<Integer> result = execute(() -> CompletableFuture.failedFuture(failure));
		assertThat(result).failsWithin(SOON)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isSameAs(failure);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void aCancelledSourceCancels() {
		CompletableFuture<Integer> source = new CompletableFuture<>();
		CompletableFuture<Integer> result = execute(() -> source);
		source.cancel(true);
		assertThat(result).isCancelled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void workThatThrowsBeforeItsStageIsAFailedFuture() {
		IllegalStateException failure = new IllegalStateException("at assembly");
		CompletableFuture<Integer> result = execute(() -> {
			throw failure;
		});
		assertThat(result).failsWithin(SOON)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isSameAs(failure);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void workThatThrowsAnErrorIsAFailedFuture() {
		CompletableFuture<Integer> result = execute(() -> {
			throw new NoClassDefFoundError("com/example/Missing");
		});
		assertThat(result).failsWithin(SOON)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(NoClassDefFoundError.class);
		this.listener.verifyAllSettled();
	}

	@Test
	void cancellingTheResultDoesNotCancelTheSource() {
		CompletableFuture<Integer> source = new CompletableFuture<>();
		CompletableFuture<Integer> result = execute(() -> source);
		result.cancel(true);
		assertThat(source).isNotDone();
		assertThat(this.gate.paths()).containsExactly("authorize");
		source.complete(42);
		this.listener.awaitAllSettled();
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void cancellingTheResultCancelsTheSourceWhereThatIsWanted() {
		this.gating.forwardsCancellation();
		CompletableFuture<Integer> source = new CompletableFuture<>();
		execute(() -> source).cancel(true);
		assertThat(source).isCancelled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void completesWhenTheCommitIsNeverAnswered() {
		VirtualTimeScheduler timer = VirtualTimeScheduler.create();
		this.gating.timer(timer);
		FakeGate.Held<?> commit = this.gate.commit().thenHold();
		CompletableFuture<Integer> result = execute(() -> CompletableFuture.completedFuture(42));
		assertThat(result).isNotDone();
		timer.advanceTimeBy(Duration.ofMillis(1999));
		assertThat(result).isNotDone();
		timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(result).succeedsWithin(SOON).isEqualTo(42);
		commit.succeed();
		this.listener.awaitAllSettled();
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void afterALateSettlementTheResultIsDeliveredOnTheScheduler() {
		this.gate.answerOn(Schedulers.single());
		AtomicReference<Thread> thread = new AtomicReference<>();
		FakeGate.Held<?> commit = this.gate.commit().thenHold();
		CompletableFuture<Integer> result = execute(() -> CompletableFuture.completedFuture(42));
		CompletableFuture<Void> delivered = result.thenAccept((value) -> thread.set(Thread.currentThread()));
		commit.succeed();
		assertThat(delivered).succeedsWithin(SOON);
		assertThat(thread.get().getName()).startsWith("boundedElastic-");
	}

	@Test
	void runsOnTheCallingThreadThatMayBlock() {
		this.gate.answerOn(Schedulers.single());
		AtomicReference<Thread> thread = new AtomicReference<>();
		execute(() -> {
			thread.set(Thread.currentThread());
			return CompletableFuture.completedFuture(42);
		});
		assertThat(thread).hasValue(Thread.currentThread());
	}

	@Test
	void onAnEventLoopTheWorkStartsOnTheScheduler() {
		for (int round = 0; round < 200; round++) {
			AtomicReference<String> thread = new AtomicReference<>();
			CompletableFuture<Integer> result = new CompletableFuture<>();
			Schedulers.single().schedule(() -> execute(() -> {
				thread.set(Thread.currentThread().getName());
				return CompletableFuture.completedFuture(42);
			}).thenAccept(result::complete));
			assertThat(result).succeedsWithin(SOON).isEqualTo(42);
			assertThat(thread.get()).startsWith("boundedElastic-");
		}
		this.listener.awaitAllSettled();
	}

	@Test
	void onAnEventLoopTheWorkNeverStartsOnTheClientsThread() {
		this.gate.answerOn(Schedulers.parallel());
		AtomicReference<String> thread = new AtomicReference<>();
		Shape.FUTURE.startOnEventLoop(this.gating.template(), Gating.operation(), () -> {
			thread.set(Thread.currentThread().getName());
			return 42;
		}).join();
		assertThat(thread.get()).startsWith("boundedElastic-");
	}

	@Test
	void onAnEventLoopARefusalIsAFailedFuture() {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "grant balance exhausted");
		AtomicInteger worked = new AtomicInteger();
		assertThat(Shape.FUTURE.startOnEventLoop(this.gating.template(), Gating.operation(), worked::incrementAndGet))
			.failsWithin(SOON);
		assertThat(worked).hasValue(0);
	}

	@Test
	void countsWhatTheSynchronousPartReported() {
		CompletableFuture<String> result = this.gating.template().executeAsync(Gating.operation(), () -> {
			UsageReporter.report(Usage.of(7));
			return CompletableFuture.completedFuture("text");
		});
		assertThat(result).isCompletedWithValue("text");
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"7\"");
		assertThat(UsageReporter.report(Usage.of(1))).isFalse();
	}

	@Test
	void anInterruptedWaitForAdmissionIsAFailedFutureAndReleasesTheLateLease() throws InterruptedException {
		FakeGate.Held<?> answer = this.gate.authorize().thenHold();
		AtomicReference<CompletableFuture<Integer>> result = new AtomicReference<>();
		Thread caller = new Thread(() -> result.set(execute(() -> CompletableFuture.completedFuture(42))));
		caller.start();
		await().until(() -> !this.gate.paths().isEmpty());
		caller.interrupt();
		caller.join(5000);
		assertThat(result.get()).failsWithin(SOON).withThrowableOfType(CancellationException.class);
		answer.succeed();
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	private <T> CompletableFuture<T> execute(Supplier<CompletionStage<T>> work) {
		return this.gating.template().executeAsync(Gating.operation(), work);
	}

}
