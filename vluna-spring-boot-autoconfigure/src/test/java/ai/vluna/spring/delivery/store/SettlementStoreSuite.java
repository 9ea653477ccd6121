package ai.vluna.spring.delivery.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.GateSender;
import ai.vluna.spring.delivery.SenderSettings;
import ai.vluna.spring.gate.FakeGate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link SettlementStore} promises. The stores of one test share what is
 * stored; they send at most {@link #CONCURRENCY} settlements at a time and wait from
 * {@link #MIN_BACKOFF} to {@link #MAX_BACKOFF} before they send one again.
 */
public abstract class SettlementStoreSuite {

	protected static final int CONCURRENCY = 4;

	protected static final Duration MIN_BACKOFF = Duration.ofMillis(10);

	protected static final Duration MAX_BACKOFF = Duration.ofMillis(50);

	private static final int GROUP = 1000;

	/**
	 * How many settlements of a customer with a backlog are sent at most before a new one
	 * of another customer: those that are claimed already, those of the current turn, and
	 * those that are sent while it is being written.
	 */
	private static final int MOST_AHEAD = 200;

	protected final FakeSender sender = new FakeSender();

	protected SettlementStore store;

	/**
	 * Open the store, the first time or after it was closed.
	 * @return a store that is not started
	 */
	protected abstract SettlementStore open();

	/**
	 * Close the store as the end of its application does.
	 * @param store the store
	 */
	protected abstract void close(SettlementStore store);

	@BeforeEach
	void openStore() {
		this.store = open();
	}

	@AfterEach
	void closeStore() {
		this.store.stop();
		close(this.store);
	}

	protected static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(20));
	}

	@Test
	void whatIsWrittenIsSentOnceAndForgotten() {
		this.store.start(this.sender);
		PendingSettlement settlement = Settlements.commit("1");
		write(settlement);
		await().until(this::isEmpty);
		assertThat(this.sender.sent()).containsExactly(settlement);
	}

	@Test
	void whatAnEarlierProcessLeftIsSent() {
		write(Settlements.commit("1"), Settlements.commit("2", "acme", "bob"));
		reopen();
		assertThat(this.store.backlog().pending()).isEqualTo(2);
		this.store.start(this.sender);
		await().until(this::isEmpty);
		assertThat(this.sender.sent()).containsExactlyInAnyOrder(Settlements.commit("1"),
				Settlements.commit("2", "acme", "bob"));
	}

	@Test
	void everyFieldSurvives() {
		PendingSettlement settlement = new PendingSettlement(1, "id", PendingSettlement.Kind.INGEST, "https://a/mgt/v1",
				"realm", "principal", "üser", "account", "key", null, "feature", (1L << 53) - 1, "budget",
				"2026-01-02T03:04:05.678Z", "{\"labels\":{\"a\":\"ö\\u0000\\n\"}}");
		DeadSettlement dead = new DeadSettlement(Settlements.commit("2"), DeadSettlement.Cause.HELD, "dé'tail\n",
				"2026-01-02T03:04:05Z");
		this.store.write(List.of(settlement), List.of(dead));
		reopen();
		assertThat(this.store.pending(0, 10)).singleElement()
			.extracting(QueuedSettlement::settlement)
			.isEqualTo(settlement);
		assertThat(this.store.dead(0, 10)).containsExactly(dead);
		assertThat(this.store.findDead("2")).isEqualTo(dead);
		assertThat(this.store.findDead("3")).isNull();
	}

	@Test
	void aSettlementIsSentAgainUntilItIsCharged() {
		AtomicBoolean back = new AtomicBoolean();
		this.sender.answering((settlement) -> Mono
			.just(back.get() ? new Delivery.Delivered() : new Delivery.Again(null, "no answer")));
		this.store.start(this.sender);
		PendingSettlement settlement = Settlements.commit("1");
		write(settlement);
		await().until(() -> this.sender.sent().size() > 3);
		await().until(() -> this.store.pending(0, 10).stream().anyMatch((queued) -> queued.attempts() > 2));
		back.set(true);
		await().until(this::isEmpty);
		assertThat(this.sender.sent()).containsOnly(settlement);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aSettlementThatIsNotChargedForLongIsToldOnce(CapturedOutput output) {
		this.sender.answering((settlement) -> Mono.just(new Delivery.Again(null, "the gate stumbles")));
		this.store.start(this.sender);
		write(Settlements.commit("1"));
		await().until(() -> this.sender.sent().size() > 11);
		assertThat(output).containsOnlyOnce("is not charged after")
			.contains("after 10 attempts and sent again: the gate stumbles");
	}

	@Test
	void theWaitOfTheGateIsKept() {
		Map<String, Long> times = new ConcurrentHashMap<>();
		this.sender.answering((settlement) -> {
			Long before = times.putIfAbsent("first", System.nanoTime());
			times.computeIfAbsent((before != null) ? "second" : "first", (key) -> System.nanoTime());
			return Mono.just((before != null) ? new Delivery.Delivered()
					: new Delivery.Again(Duration.ofMillis(600), "too many requests"));
		});
		this.store.start(this.sender);
		write(Settlements.commit("1"));
		await().until(this::isEmpty);
		assertThat(Duration.ofNanos(times.get("second") - times.get("first")))
			.isGreaterThanOrEqualTo(Duration.ofMillis(590));
	}

	@Test
	void whatTakesThePlaceOfARequestIsKeptBeforeItIsSent() {
		PendingSettlement commit = Settlements.commit("1");
		PendingSettlement booking = Settlements.ingest(commit);
		List<PendingSettlement> storedThen = new ArrayList<>();
		this.sender.answering((settlement) -> {
			if (settlement.equals(commit)) {
				return Mono.just(new Delivery.Instead(booking));
			}
			storedThen.addAll(this.store.pending(0, 10).stream().map(QueuedSettlement::settlement).toList());
			return Mono.just(new Delivery.Delivered());
		});
		this.store.start(this.sender);
		write(commit);
		await().until(this::isEmpty);
		assertThat(this.sender.sent()).containsExactly(commit, booking);
		assertThat(storedThen).containsExactly(booking);
	}

	@Test
	void aDeadSettlementIsKeptForAnOperatorAndNotSent() {
		DeadSettlement dead = Settlements.dead(Settlements.commit("1"));
		this.sender.answering((settlement) -> Mono.just(new Delivery.Dead(dead)));
		this.store.start(this.sender);
		write(Settlements.commit("1"));
		await().until(() -> this.store.backlog().dead() == 1 && this.store.backlog().pending() == 0);
		reopen();
		this.store.start(this.sender);
		assertThat(this.store.dead(0, 10)).containsExactly(dead);
		assertThat(this.sender.sent()).hasSize(1);
	}

	@Test
	void anOperatorHasADeadSettlementSentAgain() {
		this.store.write(List.of(), List.of(Settlements.dead(Settlements.commit("1"))));
		this.store.start(this.sender);
		PendingSettlement booking = Settlements.ingest(Settlements.commit("1"));
		assertThat(this.store.revive(booking)).isTrue();
		await().until(this::isEmpty);
		assertThat(this.sender.sent()).containsExactly(booking);
		assertThat(this.store.revive(booking)).isFalse();
		assertThat(this.sender.sent()).hasSize(1);
	}

	@Test
	void anOperatorDropsADeadSettlement() {
		this.store.write(List.of(), List.of(Settlements.dead(Settlements.commit("1"))));
		assertThat(this.store.drop("1")).isTrue();
		assertThat(this.store.drop("1")).isFalse();
		reopen();
		assertThat(this.store.dead(0, 10)).isEmpty();
	}

	@Test
	void onlyOneOfManyOperatorsRevivesOrDrops() throws Exception {
		for (int round = 0; round < 10; round++) {
			PendingSettlement settlement = Settlements.commit("round-" + round);
			this.store.write(List.of(), List.of(Settlements.dead(settlement)));
			List<Boolean> results = together(4,
					List.of(() -> this.store.revive(settlement), () -> this.store.drop(settlement.id()),
							() -> this.store.revive(settlement), () -> this.store.drop(settlement.id())));
			assertThat(results).containsOnlyOnce(true);
			Backlog backlog = this.store.backlog();
			assertThat(backlog.dead()).isZero();
		}
	}

	@Test
	void whatIsKnownIsLeftAsItIs() {
		PendingSettlement first = Settlements.commit("1");
		write(first);
		write(Settlements.ingest(first), Settlements.commit("2"));
		assertThat(this.store.pending(0, 10)).extracting(QueuedSettlement::settlement)
			.containsExactlyInAnyOrder(first, Settlements.commit("2"));
		DeadSettlement dead = Settlements.dead(Settlements.commit("3"));
		this.store.write(List.of(), List.of(dead));
		write(Settlements.commit("3"));
		assertThat(this.store.backlog().pending()).isEqualTo(2);
		assertThat(this.store.dead(0, 10)).containsExactly(dead);
	}

	@Test
	void onlyOneSettlementOfAUserIsUnderWay() {
		this.sender.answering((settlement) -> Mono.delay(Duration.ofMillis(2)).thenReturn(new Delivery.Delivered()));
		writeAll(
				IntStream.range(0, 100).mapToObj((i) -> Settlements.commit("s" + i, "acme", "user-" + i % 5)).toList());
		this.store.start(this.sender);
		await().until(this::isEmpty);
		assertThat(this.sender.sent()).hasSize(100);
		assertThat(this.sender.mostOfOneUser()).isOne();
		assertThat(this.sender.mostOfAll()).isBetween(2, CONCURRENCY);
	}

	@Test
	void noCustomerWaitsForAnotherOnesBacklog() {
		writeAll(IntStream.range(0, 1000).mapToObj((i) -> Settlements.commit("big-" + i, "big", "user")).toList());
		write(Settlements.commit("small", "small", "user"));
		this.sender.answering((settlement) -> Mono.delay(Duration.ofMillis(1)).thenReturn(new Delivery.Delivered()));
		this.store.start(this.sender);
		await().until(() -> this.sender.sentIds().contains("small"));
		assertThat(this.sender.sentIds().indexOf("small")).isLessThan(500);
	}

	/**
	 * Return how much one customer has pending while another one waits.
	 * @return the number of settlements
	 */
	protected int longBacklog() {
		return 100_000;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, Integer.MAX_VALUE })
	void aLongBacklogOfOneCustomerHoldsUpNobodyElse(int users) {
		for (int group = 0; group < longBacklog(); group += GROUP) {
			writeAll(IntStream.range(group, group + GROUP)
				.mapToObj((i) -> Settlements.commit("big-" + i, "big", "user-" + i % users))
				.toList());
		}
		assertThat(this.store.backlog().pending()).isEqualTo(longBacklog());
		this.sender.answering((settlement) -> Mono.delay(Duration.ofMillis(1)).thenReturn(new Delivery.Delivered()));
		this.store.start(this.sender);
		await().until(() -> this.sender.sent().size() > 50);
		int before = this.sender.sent().size();
		write(Settlements.commit("small", "small", "user"));
		await().until(() -> this.sender.sentIds().contains("small"));
		assertThat(this.sender.sentIds().indexOf("small") - before).isLessThan(MOST_AHEAD);
	}

	@Test
	void nothingIsSentWhileTheGateIsLeftAlone() {
		this.sender.resting(Duration.ofMillis(50));
		this.store.start(this.sender);
		write(Settlements.commit("1"));
		Awaitility.await()
			.during(Duration.ofMillis(300))
			.atMost(Duration.ofSeconds(2))
			.until(() -> this.sender.sent().isEmpty());
		this.sender.resting(Duration.ZERO);
		await().until(this::isEmpty);
	}

	@Test
	void whatWasNotSentStaysAndCountsNoAttempt() {
		AtomicBoolean open = new AtomicBoolean();
		this.sender.answering((settlement) -> Mono
			.just(open.get() ? new Delivery.Delivered() : new Delivery.NotNow(Duration.ofMillis(20))));
		this.store.start(this.sender);
		write(Settlements.commit("1"));
		await().until(() -> this.sender.sent().size() > 1);
		assertThat(this.store.pending(0, 10)).singleElement().extracting(QueuedSettlement::attempts).isEqualTo(0);
		open.set(true);
		await().until(this::isEmpty);
	}

	@Test
	void oneThatIsRefusedAsIfTheSetupWereWrongHoldsUpNobodyElseForLong() {
		FakeGate gate = new FakeGate();
		AtomicBoolean mended = new AtomicBoolean();
		gate.commit().refuse((request) -> request.key().equals("commit-refused") && !mended.get());
		this.store.start(gateSender(gate));
		write(Settlements.commit("refused"));
		await().until(() -> !gate.commit().sent().isEmpty());
		writeAll(IntStream.range(0, 100).mapToObj((i) -> Settlements.commit("waiting-" + i)).toList());
		writeAll(IntStream.range(0, 100)
			.mapToObj((i) -> Settlements.commit("beside-" + i, "other-" + i % 10, "user"))
			.toList());
		await().until(() -> this.store.backlog().pending() == 1);
		assertThat(this.store.pending(0, 10)).singleElement().satisfies((queued) -> {
			assertThat(queued.settlement().id()).isEqualTo("refused");
			assertThat(queued.attempts()).isPositive();
		});
		mended.set(true);
		await().until(this::isEmpty);
	}

	private static GateSender gateSender(FakeGate gate) {
		SenderSettings settings = new SenderSettings(3, new Backoff(MIN_BACKOFF, MAX_BACKOFF), Duration.ofMillis(100),
				Duration.ofSeconds(5));
		return new GateSender(gate, Settlements.TARGET, settings, List.of(), Clock.systemUTC(), Schedulers.parallel());
	}

	@Test
	void aSenderThatBreaksItsPromisesLosesNothing() {
		AtomicBoolean sane = new AtomicBoolean();
		this.sender.answering((settlement) -> {
			if (sane.get()) {
				return Mono.just(new Delivery.Delivered());
			}
			return switch (settlement.id()) {
				case "throws" -> throw new IllegalStateException("broken");
				case "fails" -> Mono.error(new IllegalStateException("broken"));
				default -> Mono.empty();
			};
		});
		this.store.start(this.sender);
		write(Settlements.commit("throws", "a", "u"), Settlements.commit("fails", "b", "u"),
				Settlements.commit("empty", "c", "u"));
		await().until(() -> this.sender.sentIds().containsAll(List.of("throws", "fails", "empty")));
		assertThat(this.store.backlog().pending()).isEqualTo(3);
		sane.set(true);
		await().until(this::isEmpty);
	}

	@Test
	void stoppingWaitsForWhatIsUnderWayAndKeepsTheRest() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		this.sender.answering((settlement) -> {
			begun.countDown();
			return Mono.delay(Duration.ofMillis(300)).thenReturn(new Delivery.Delivered());
		});
		write(Settlements.commit("1"), Settlements.commit("2"));
		this.store.start(this.sender);
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		this.store.stop();
		assertThat(this.store.backlog().pending()).isOne();
		write(Settlements.commit("3"));
		assertThat(this.sender.sent()).hasSize(1);
		reopen();
		assertThat(this.store.pending(0, 10)).extracting((queued) -> queued.settlement().id())
			.hasSize(2)
			.contains("3")
			.doesNotContainAnyElementsOf(this.sender.sentIds());
	}

	@Test
	void manyWriteWhileManyAreSent() throws Exception {
		this.store.start(this.sender);
		int writers = 4;
		int perWriter = 100;
		ExecutorService executor = Executors.newFixedThreadPool(writers);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int writer = 0; writer < writers; writer++) {
				int own = writer;
				done.add(executor.submit(() -> IntStream.range(0, perWriter / 10)
					.forEach((group) -> writeAll(IntStream.range(0, 10)
						.mapToObj((i) -> Settlements.commit(own + "-" + group + "-" + i, "p" + own, "u" + i))
						.toList()))));
			}
			for (Future<?> each : done) {
				each.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		await().until(this::isEmpty);
		assertThat(this.sender.sentIds()).hasSize(writers * perWriter).doesNotHaveDuplicates();
	}

	@Test
	void theBacklogTellsHowMuchAndHowOld() {
		assertThat(this.store.backlog()).isEqualTo(new Backlog(0, null, 0));
		this.store.write(List.of(Settlements.commit("1"), Settlements.commit("2")),
				List.of(Settlements.dead(Settlements.commit("3"))));
		await().until(() -> this.store.backlog().equals(new Backlog(2, Instant.parse("2026-01-02T03:04:05Z"), 1)));
	}

	@Test
	void listsAreReadInPages() {
		writeAll(IntStream.range(0, 25).mapToObj((i) -> Settlements.commit("p" + i)).toList());
		this.store.write(List.of(),
				IntStream.range(0, 25).mapToObj((i) -> Settlements.dead(Settlements.commit("d" + i))).toList());
		List<String> pending = new ArrayList<>();
		List<String> dead = new ArrayList<>();
		for (int offset = 0; offset < 30; offset += 10) {
			this.store.pending(offset, 10).forEach((queued) -> pending.add(queued.settlement().id()));
			this.store.dead(offset, 10).forEach((each) -> dead.add(each.settlement().id()));
		}
		assertThat(pending).hasSize(25).doesNotHaveDuplicates();
		assertThat(dead).hasSize(25).doesNotHaveDuplicates();
	}

	private void write(PendingSettlement... settlements) {
		writeAll(List.of(settlements));
	}

	private void writeAll(Collection<PendingSettlement> settlements) {
		this.store.write(settlements, List.of());
	}

	private boolean isEmpty() {
		return this.store.backlog().pending() == 0;
	}

	private void reopen() {
		this.store.stop();
		close(this.store);
		this.store = open();
	}

	private static <T> List<T> together(int threads, List<Supplier<T>> actions) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier barrier = new CyclicBarrier(actions.size());
			List<Future<T>> results = new ArrayList<>();
			for (Supplier<T> action : actions) {
				results.add(executor.submit(() -> {
					barrier.await();
					return action.get();
				}));
			}
			List<T> values = new ArrayList<>();
			for (Future<T> result : results) {
				values.add(result.get(20, TimeUnit.SECONDS));
			}
			return values;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
