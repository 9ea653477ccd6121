package ai.vluna.spring.gate;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for ends that come at the same moment: the first one counts, and only that.
 */
class RaceTests {

	private static final int ROUNDS = 10_000;

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final BillingTemplate template = this.gating.template();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void completionAndCancelOfAStream() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			Sinks.Many<Integer> source = Sinks.many().unicast().onBackpressureBuffer();
			Disposable subscription = this.template.executeFlux(Gating::operation, source::asFlux).subscribe();
			source.tryEmitNext(1);
			race(source::tryEmitComplete, subscription::dispose);
		}
		verifyEachSettledOnce();
	}

	@Test
	void failureAndCancelOfAStream() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			Sinks.Many<Integer> source = Sinks.many().unicast().onBackpressureBuffer();
			Disposable subscription = this.template.executeFlux(Gating::operation, source::asFlux)
				.onErrorComplete()
				.subscribe();
			race(() -> source.tryEmitError(new IllegalStateException("failed")), subscription::dispose);
		}
		verifyEachSettledOnce();
	}

	@Test
	void valueAndCancelOfAMono() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			Sinks.One<Integer> source = Sinks.one();
			Disposable subscription = this.template.executeMono(Gating::operation, source::asMono).subscribe();
			race(() -> source.tryEmitValue(1), subscription::dispose);
		}
		verifyEachSettledOnce();
	}

	@Test
	void grantAndCancel() throws Exception {
		for (int round = 0; round < 2_000; round++) {
			FakeGate.Held<?> answer = this.gate.authorize().thenHold();
			CompletableFuture<Disposable> subscription = new CompletableFuture<>();
			Mono<Integer> mono = this.template.executeMono(Gating::operation, () -> Mono.just(1));
			Schedulers.single().schedule(() -> subscription.complete(mono.subscribe()));
			Disposable asker = subscription.get(5, TimeUnit.SECONDS);
			race(answer::succeed, asker::dispose);
		}
		this.listener.awaitAllSettled();
		assertThat(this.listener.admitted()).hasSize(2_000);
		assertThat(this.gate.commit().sent().size() + this.gate.cancel().sent().size()).isEqualTo(2_000);
	}

	@Test
	void grantAndInterruption() throws Exception {
		for (int round = 0; round < 2_000; round++) {
			FakeGate.Held<?> answer = this.gate.authorize().thenHold();
			int asked = this.gate.authorize().sent().size();
			CompletableFuture<Boolean> outcome = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				try {
					outcome.complete(this.template.execute(Gating.operation(), () -> 1) == 1);
				}
				catch (CancellationException ex) {
					outcome.complete(false);
				}
			});
			caller.start();
			while (this.gate.authorize().sent().size() == asked) {
				Thread.onSpinWait();
			}
			race(answer::succeed, caller::interrupt);
			outcome.get(5, TimeUnit.SECONDS);
		}
		this.listener.awaitAllSettled();
		assertThat(this.gate.commit().sent().size() + this.gate.cancel().sent().size()).isEqualTo(2_000);
	}

	@Test
	void endsOfOneLease() throws Exception {
		Settler settler = new Settler(new GuardedSettlement(new NoSettlement(), this.listener), this.listener);
		for (int round = 0; round < ROUNDS; round++) {
			CompletableFuture<Lease> granted = new CompletableFuture<>();
			this.template
				.executeFlux(Gating::operation,
						() -> Flux.<Integer>never()
							.doOnSubscribe((subscription) -> granted.complete(this.listener.admitted().get(0))))
				.subscribe();
			Lease lease = granted.getNow(null);
			lease.usage().report(Usage.of(1));
			race(() -> settler.settle(lease, Settler.Ending.COMPLETED),
					() -> settler.settle(lease, Settler.Ending.INTERRUPTED));
			assertThat(lease.state()).isIn(Lease.State.COMMITTED, Lease.State.CANCELLED);
			this.listener.admitted().clear();
		}
	}

	private void race(Runnable first, Runnable second) throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		CountDownLatch end = new CountDownLatch(2);
		for (Runnable runner : new Runnable[] { first, second }) {
			this.threads.execute(() -> {
				try {
					start.await();
					runner.run();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				finally {
					end.countDown();
				}
			});
		}
		assertThat(end.await(5, TimeUnit.SECONDS)).isTrue();
	}

	private void verifyEachSettledOnce() {
		this.listener.awaitAllSettled();
		assertThat(this.listener.admitted()).hasSize(ROUNDS);
		assertThat(this.gate.commit().sent().size() + this.gate.cancel().sent().size()).isEqualTo(ROUNDS);
		assertThat(this.gate.commit().sent()).extracting(FakeGate.Sent::key).doesNotHaveDuplicates();
		assertThat(this.gate.cancel().sent()).extracting(FakeGate.Sent::key).doesNotHaveDuplicates();
	}

	private static final class NoSettlement implements Settlement {

		@Override
		public Mono<Void> charge(Lease lease, Usage usage) {
			return Mono.empty();
		}

		@Override
		public void release(Lease lease) {
		}

		@Override
		public void bury(Lease lease, @Nullable Usage usage, String detail) {
		}

	}

}
