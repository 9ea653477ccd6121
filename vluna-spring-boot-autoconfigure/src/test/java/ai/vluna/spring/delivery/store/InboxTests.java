package ai.vluna.spring.delivery.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Inbox}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InboxTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final int PRODUCERS = 8;

	private static final int EACH = 5_000;

	private final Queue<Integer> taken = new ConcurrentLinkedQueue<>();

	private final Inbox<Integer> inbox = new Inbox<>(100);

	@AfterEach
	void close() {
		this.inbox.close();
	}

	@Test
	void whatWasLeftIsTakenInItsOrderAndInGroups() {
		IntStream.range(0, 5).forEach(this.inbox::offer);
		assertThat(take(2)).containsExactly(0, 1);
		assertThat(take(10)).containsExactly(2, 3, 4);
		assertThat(this.inbox.poll()).isNull();
	}

	@Test
	void thereIsRoomForAsMuchAsWasSaid() {
		assertThat(IntStream.range(0, 100).allMatch(this.inbox::offer)).isTrue();
		assertThat(this.inbox.offer(100)).isFalse();
		assertThat(take(1)).containsExactly(0);
		assertThat(this.inbox.offer(101)).isTrue();
		assertThat(this.inbox.offer(102)).isFalse();
		assertThat(this.inbox.poll()).isOne();
		assertThat(this.inbox.offer(103)).isTrue();
	}

	@Test
	void whoWaitsIsWokenAndAnInterruptIsForgotten() {
		Thread taker = startTaker(this.inbox);
		awaitWaiting(taker);
		taker.interrupt();
		await().atMost(SOON).until(() -> !taker.isInterrupted());
		awaitWaiting(taker);
		this.inbox.offer(42);
		await().atMost(SOON).until(() -> this.taken.contains(42));
		awaitWaiting(taker);
		this.inbox.close();
		await().atMost(SOON).until(() -> !taker.isAlive());
	}

	@Test
	void whoServesGoesOnAfterEveryError() {
		Queue<Integer> failed = new ConcurrentLinkedQueue<>();
		Thread server = new Thread(() -> this.inbox.serve(10, (things) -> {
			if (things.contains(1)) {
				throw new OutOfMemoryError("of a test");
			}
			this.taken.addAll(things);
		}, (thing, failure) -> {
			failed.add(thing);
			throw new StackOverflowError("of a test");
		}));
		server.start();
		this.inbox.offer(1);
		await().atMost(SOON).until(() -> failed.contains(1));
		this.inbox.offer(2);
		await().atMost(SOON).until(() -> this.taken.contains(2));
		assertThat(failed).containsExactly(1);
		this.inbox.close();
		await().atMost(SOON).until(() -> !server.isAlive());
	}

	@Test
	void anInterruptBeforehandIsForgottenToo() {
		this.inbox.offer(1);
		Thread.currentThread().interrupt();
		assertThat(take(10)).containsExactly(1);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void whatIsThereWhenItIsClosedIsTaken() {
		this.inbox.offer(1);
		this.inbox.close();
		assertThat(this.inbox.offer(2)).isFalse();
		assertThat(take(10)).containsExactly(1);
		assertThat(take(10)).isEmpty();
	}

	@Test
	void everythingIsTakenOnceHoweverManyLeaveAndTake() throws Exception {
		Inbox<Integer> roomy = new Inbox<>(Integer.MAX_VALUE);
		List<Thread> takers = List.of(startTaker(roomy), startTaker(roomy));
		List<Thread> producers = IntStream.range(0, PRODUCERS)
			.mapToObj((i) -> start(() -> IntStream.range(0, EACH).forEach((j) -> roomy.offer(j * PRODUCERS + i))))
			.toList();
		join(producers);
		await().atMost(SOON).until(() -> this.taken.size() == PRODUCERS * EACH);
		roomy.close();
		join(takers);
		assertThat(List.copyOf(this.taken)).hasSize(PRODUCERS * EACH).doesNotHaveDuplicates();
	}

	@Test
	void whoeverIsAboutToWaitMissesNothing() {
		AtomicInteger seen = new AtomicInteger();
		Thread taker = start(() -> {
			List<Integer> group = new ArrayList<>();
			while (this.inbox.take(group, 1)) {
				seen.addAndGet(group.size());
				group.clear();
			}
		});
		// Each is left when the taker looks for the last time before it waits, or nearly.
		for (int left = 1; left <= EACH * 10; left++) {
			this.inbox.offer(left);
			long begun = System.nanoTime();
			while (seen.get() < left) {
				assertThat(System.nanoTime() - begun).as("missed %s while %s", left, taker.getState())
					.isLessThan(SOON.toNanos());
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void whatSeveralTakeAtOnceIsTakenByOneOfThem() throws Exception {
		Inbox<Integer> full = new Inbox<>(PRODUCERS * EACH);
		IntStream.range(0, PRODUCERS * EACH).forEach(full::offer);
		full.close();
		CyclicBarrier together = new CyclicBarrier(2);
		join(IntStream.range(0, 2).mapToObj((i) -> start(() -> {
			together.await();
			List<Integer> mine = new ArrayList<>();
			while (full.take(mine, 1)) {
				this.taken.addAll(mine);
				mine.clear();
			}
		})).toList());
		assertThat(List.copyOf(this.taken)).hasSize(PRODUCERS * EACH).doesNotHaveDuplicates();
	}

	@Test
	void whatIsLeftJustBeforeItClosesIsTaken() throws Exception {
		CyclicBarrier together = new CyclicBarrier(2);
		AtomicReference<Inbox<Integer>> closing = new AtomicReference<>(this.inbox);
		Thread taker = start(() -> {
			for (int round = 0; round < EACH * 10; round++) {
				together.await();
				List<Integer> group = new ArrayList<>();
				closing.get().take(group, 1);
				this.taken.addAll(group);
				together.await();
			}
		});
		for (int round = 0; round < EACH * 10; round++) {
			closing.set(new Inbox<>(1));
			together.await();
			closing.get().offer(round);
			closing.get().close();
			together.await();
		}
		join(List.of(taker));
		assertThat(this.taken).hasSize(EACH * 10);
	}

	@Test
	void whatIsLeftWhileItClosesIsEitherRefusedOrTaken() throws Exception {
		for (int round = 0; round < 100; round++) {
			Inbox<Integer> closing = new Inbox<>(Integer.MAX_VALUE);
			this.taken.clear();
			Queue<Integer> accepted = new ConcurrentLinkedQueue<>();
			Thread taker = startTaker(closing);
			CyclicBarrier together = new CyclicBarrier(3);
			CountDownLatch offered = new CountDownLatch(1);
			List<Thread> others = List.of(start(() -> {
				together.await();
				for (int i = 0; i < 1000 && closing.offer(i); i++) {
					accepted.add(i);
					offered.countDown();
				}
			}), start(() -> {
				together.await();
				offered.await();
				closing.close();
			}));
			together.await();
			join(others);
			join(List.of(taker));
			assertThat(List.copyOf(this.taken)).isEqualTo(List.copyOf(accepted));
		}
	}

	private List<Integer> take(int max) {
		List<Integer> group = new ArrayList<>();
		assertThat(this.inbox.take(group, max)).isEqualTo(!group.isEmpty());
		return group;
	}

	private Thread startTaker(Inbox<Integer> inbox) {
		return start(() -> {
			List<Integer> group = new ArrayList<>();
			while (inbox.take(group, 16)) {
				this.taken.addAll(group);
				group.clear();
			}
		});
	}

	private static void awaitWaiting(Thread thread) {
		await().atMost(SOON).until(() -> thread.getState() == Thread.State.WAITING);
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private static Thread start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws Exception;

	}

}
