package ai.vluna.spring.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.SettlementResult;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OperationEventPublisher}.
 */
class OperationEventPublisherTests {

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

}
