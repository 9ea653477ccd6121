package ai.vluna.spring.gate;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed work that returns a value.
 */
class BlockingShapeTests {

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@Test
	void runsOnTheCallingThread() {
		this.gate.answerOn(Schedulers.single());
		Thread worker = this.gating.template().execute(Gating.operation(), Thread::currentThread);
		assertThat(worker).isSameAs(Thread.currentThread());
		this.listener.verifyAllSettled();
	}

	@Test
	void throwsWhatTheWorkThrowsAndCancels() {
		IOException failure = new IOException("disk full");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.gating.template().execute(Gating.operation(), () -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void cancelsWhenTheWorkThrowsAnError() {
		StackOverflowError failure = new StackOverflowError();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.gating.template().execute(Gating.operation(), () -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void cancelsWhenThereIsNoValue() {
		assertThat(this.gating.template().<Object, RuntimeException>execute(Gating.operation(), () -> null)).isNull();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.listener.withoutUsage()).hasSize(1);
		this.listener.verifyAllSettled();
	}

	@Test
	void failsOnAnEventLoopBeforeAnythingIsAsked() {
		BillingTemplate template = this.gating.template();
		AtomicBoolean worked = new AtomicBoolean();
		assertThatIllegalStateException()
			.isThrownBy(
					() -> Mono.fromCallable(() -> template.execute(Gating.operation(), () -> worked.getAndSet(true)))
						.subscribeOn(Schedulers.parallel())
						.block())
			.withMessageContaining("parallel-")
			.withMessageContaining("Return a CompletionStage, Mono or Flux")
			.withMessageContaining("boundedElastic");
		assertThat(worked).isFalse();
		assertThat(this.gate.paths()).isEmpty();
	}

	@Test
	void givesTheValueWhenTheCommitIsNeverAnswered() {
		VirtualTimeScheduler timer = VirtualTimeScheduler.create();
		this.gate.commit().thenHold();
		AtomicReference<Object> value = new AtomicReference<>();
		Thread caller = new Thread(
				() -> value.set(this.gating.timer(timer).template().execute(Gating.operation(), () -> 42)));
		caller.start();
		await().until(() -> this.gate.paths().contains("commits"));
		await().until(() -> timer.getScheduledTaskCount() > 0);
		assertThat(value).hasNullValue();
		timer.advanceTimeBy(java.time.Duration.ofSeconds(2));
		await().untilAtomic(value, org.hamcrest.Matchers.is(42));
	}

	@Test
	void anInterruptedWaitForAdmissionReleasesTheLateLease() throws InterruptedException {
		FakeGate.Held<?> answer = this.gate.authorize().thenHold();
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		AtomicBoolean worked = new AtomicBoolean();
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread caller = new Thread(() -> {
			try {
				this.gating.template().execute(Gating.operation(), () -> worked.getAndSet(true));
			}
			catch (RuntimeException ex) {
				interrupted.set(Thread.currentThread().isInterrupted());
				thrown.set(ex);
			}
		});
		caller.start();
		await().until(() -> !this.gate.paths().isEmpty());
		caller.interrupt();
		caller.join(5000);
		assertThat(thrown.get()).isInstanceOf(CancellationException.class);
		assertThat(interrupted).isTrue();
		assertThat(worked).isFalse();
		answer.succeed();
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void anInterruptedWaitForSettlementStillGivesTheValue() throws InterruptedException {
		FakeGate.Held<?> answer = this.gate.commit().thenHold();
		AtomicReference<Object> value = new AtomicReference<>();
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread caller = new Thread(() -> {
			value.set(this.gating.template().execute(Gating.operation(), () -> 42));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		await().until(() -> this.gate.paths().contains("commits"));
		caller.interrupt();
		caller.join(5000);
		assertThat(value).hasValue(42);
		assertThat(interrupted).isTrue();
		answer.succeed();
		this.listener.awaitAllSettled();
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void workThatWasInterruptedIsSettledAllTheSame() {
		try {
			Object value = this.gating.template().execute(Gating.operation(), () -> {
				Thread.currentThread().interrupt();
				return 42;
			});
			assertThat(value).isEqualTo(42);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		this.listener.awaitAllSettled();
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void callsWithinCallsAreSettledEach() throws InterruptedException {
		BillingTemplate template = this.gating.template();
		CountDownLatch inner = new CountDownLatch(1);
		int value = template.execute(Gating.operation(), () -> {
			int result = template.execute(Gating.describe().featureCode("inner").build(), () -> 5);
			inner.countDown();
			return result + 1;
		});
		inner.await();
		assertThat(value).isEqualTo(6);
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits", "commits");
		this.listener.verifyAllSettled();
	}

}
