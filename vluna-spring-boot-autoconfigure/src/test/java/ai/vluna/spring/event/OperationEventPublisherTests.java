package ai.vluna.spring.event;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OperationEventPublisher}.
 */
class OperationEventPublisherTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private final OperationEventPublisher publisher = new OperationEventPublisher(this.events::add,
			Schedulers.immediate());

	private final Gating gating = new Gating();

	private final BillingTemplate template = this.gating
		.listener(new BillingListeners(List.of(this.gating.listener, this.publisher)))
		.template();

	@Test
	void chargedWorkIsTold() {
		this.template.execute(Gating.operation(), () -> 42);
		assertThat(this.events).singleElement().isInstanceOfSatisfying(UsageChargedEvent.class, (event) -> {
			assertThat(event.featureCode()).isEqualTo("llm.chat");
			assertThat(event.subject()).isEqualTo(Gating.ALICE);
			assertThat(event.result()).isEqualTo(SettlementResult.COMMITTED);
			assertThat(event.quantityMinor()).isEqualTo(42);
		});
	}

	@Test
	void cancelledWorkIsTold() {
		assertThatException().isThrownBy(() -> this.template.execute(Gating.operation(), () -> {
			throw new IllegalStateException("failed");
		}));
		assertThat(this.events).singleElement().isInstanceOf(WorkCancelledEvent.class);
	}

	@Test
	void refusedWorkIsTold() {
		this.gating.gate.authorize().thenReject(402, "QUOTA.EXHAUSTED", "no");
		assertThatException().isThrownBy(() -> this.template.execute(Gating.operation(), () -> 42));
		assertThat(this.events).singleElement().isInstanceOfSatisfying(WorkRefusedEvent.class, (event) -> {
			assertThat(event.featureCode()).isEqualTo("llm.chat");
			assertThat(event.subject()).isEqualTo(Gating.ALICE);
		});
	}

	@Test
	void waivedWorkIsTold() {
		OperationPolicy policy = OperationPolicy.INHERIT;
		OperationPolicy allow = new OperationPolicy(policy.mode(), OnUnreachable.ALLOW, policy.onFailure(),
				policy.onInterruption(), policy.onMissingUsage(), policy.onRateLimit(), policy.onInnerCall());
		this.gating.gate.authorize().thenNotAnswer(1);
		this.template.execute(Gating.describe().policy(allow).build(), () -> 42);
		String id = this.gating.listener.admitted().get(0).id();
		assertThat(this.events).first().isInstanceOf(WorkRefusedEvent.class);
		assertThat(this.events)
			.endsWith(new WorkWaivedEvent(id, "llm.chat", Gating.ALICE),
					new UsageChargedEvent(id, "llm.chat", Gating.ALICE, SettlementResult.INGESTED, 42))
			.hasSize(3);
	}

	@Test
	void usageThatIsAcceptedButNotChargedIsToldAlsoWithoutAStore() {
		this.gating.gate.commit().thenSucceed(FakeGate.hint("pricing.not_configured", "feature_code", "llm.chat"));
		this.template.execute(Gating.operation(), () -> 42);
		String id = this.gating.listener.admitted().get(0).id();
		assertThat(this.events).containsExactly(
				new UsageQuarantinedEvent(id, "llm.chat", Gating.ALICE, CommitOutcome.UNPRICED),
				new UsageDeadEvent(id, "llm.chat", Gating.ALICE, 42L, null));
	}

	@Test
	void whatBecameOfStoredUsageIsTold() {
		BillingSubject subject = BillingSubject.of("acme", "alice");
		this.publisher.answered(Settlements.commit("1"), CommitOutcome.UNPRICED);
		this.publisher.answered(Settlements.commit("1"), CommitOutcome.UNKNOWN);
		this.publisher.died(Settlements.dead(Settlements.commit("1")));
		this.publisher.delivered(Settlements.commit("2"), SettlementResult.INGESTED);
		assertThat(this.events).containsExactly(
				new UsageQuarantinedEvent("1", "llm.chat", subject, CommitOutcome.UNPRICED),
				new UsageDeadEvent("1", "llm.chat", subject, 42L, "the user is disabled"),
				new UsageChargedEvent("2", "llm.chat", subject, SettlementResult.INGESTED, 42));
	}

	@Test
	void aListenerThatFailsDisturbsNobody() {
		OperationEventPublisher broken = new OperationEventPublisher((event) -> {
			throw new IllegalStateException("broken");
		}, Schedulers.immediate());
		broken.delivered(Settlements.commit("1"), SettlementResult.COMMITTED);
		assertThat(broken.dropped()).isZero();
	}

	@Test
	void eventsThatNobodyTakesInTimeAreDroppedAndCounted() {
		Scheduler full = mock(Scheduler.class);
		given(full.schedule(any())).willThrow(new RejectedExecutionException());
		OperationEventPublisher slow = new OperationEventPublisher(this.events::add, full);
		slow.delivered(Settlements.commit("1"), SettlementResult.COMMITTED);
		assertThat(slow.dropped()).isEqualTo(1);
	}

	@Test
	void listenersAreToldInOrderOnOneThread() {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		try (OperationEventPublisher ordered = new OperationEventPublisher((event) -> {
			threads.add(Thread.currentThread());
			this.events.add(event);
		})) {
			charge(ordered, 0, 1000);
			await().atMost(SOON).until(() -> this.events.size() == 1000);
		}
		assertThat(this.events).extracting((event) -> ((UsageChargedEvent) event).operationId())
			.containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
		assertThat(threads).singleElement().isNotSameAs(Thread.currentThread());
	}

	@Test
	void tenThousandEventsWaitForAListenerAndFurtherOnesAreDroppedAndCounted() throws InterruptedException {
		Listener listener = new Listener();
		try (OperationEventPublisher held = new OperationEventPublisher(listener)) {
			charge(held, 0, 1);
			listener.awaitFirst();
			charge(held, 1, 10_001);
			assertThat(held.dropped()).isZero();
			charge(held, 10_001, 10_004);
			assertThat(held.dropped()).isEqualTo(3);
			listener.goOn.countDown();
			await().atMost(SOON).until(() -> listener.heard.get() == 10_001);
		}
	}

	@Test
	void eventsThatWaitAtTheEndAreDropped() throws InterruptedException {
		Listener listener = new Listener();
		OperationEventPublisher ending = new OperationEventPublisher(listener);
		charge(ending, 0, 10);
		Thread thread = listener.awaitFirst();
		ending.close();
		listener.goOn.countDown();
		thread.join(SOON.toMillis());
		assertThat(thread.isAlive()).isFalse();
		assertThat(listener.heard).hasValue(1);
		charge(ending, 10, 11);
		assertThat(ending.dropped()).isOne();
	}

	private static void charge(OperationEventPublisher publisher, int from, int to) {
		IntStream.range(from, to)
			.mapToObj(String::valueOf)
			.forEach((id) -> publisher.delivered(Settlements.commit(id), SettlementResult.COMMITTED));
	}

	/**
	 * Takes its time for the first event.
	 */
	private static final class Listener implements ApplicationEventPublisher {

		private final CompletableFuture<Thread> first = new CompletableFuture<>();

		private final CountDownLatch goOn = new CountDownLatch(1);

		private final AtomicInteger heard = new AtomicInteger();

		@Override
		public void publishEvent(Object event) {
			this.heard.incrementAndGet();
			if (this.first.complete(Thread.currentThread())) {
				try {
					this.goOn.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}

		private Thread awaitFirst() {
			return this.first.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
		}

	}

}
