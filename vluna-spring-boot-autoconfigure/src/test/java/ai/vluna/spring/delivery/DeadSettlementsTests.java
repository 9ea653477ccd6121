package ai.vluna.spring.delivery;

import java.util.List;

import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.gate.FakeGate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeadSettlements}.
 */
class DeadSettlementsTests {

	private final FakeGate gate = new FakeGate();

	private final MemoryStore store = new MemoryStore();

	private final DeadSettlements dead = new DeadSettlements(this.store, Settlements.TARGET, this.gate);

	@Test
	void aRetriedSettlementIsSentAsItIs() {
		bury(Settlements.commit("1"));
		assertThat(this.dead.retry("1")).isTrue();
		assertThat(this.store.pending()).containsExactly(Settlements.commit("1"));
		assertThat(this.dead.list(0, 10)).isEmpty();
		assertThat(this.dead.retry("1")).isFalse();
	}

	@Test
	void aRetriedSettlementOfAnotherGateIsSentToThisOne() {
		bury(Settlements.commit("1").directedTo(new DeliveryTarget("https://old.example/mgt/v1", "realm-old")));
		this.dead.retry("1");
		assertThat(this.store.pending()).containsExactly(Settlements.commit("1"));
	}

	@Test
	void aBookedSettlementNeedsNoLease() {
		bury(Settlements.commit("1"));
		assertThat(this.dead.book("1")).isTrue();
		assertThat(this.store.pending()).singleElement().satisfies((booking) -> {
			assertThat(booking.kind()).isEqualTo(Kind.INGEST);
			assertThat(booking.idempotencyKey()).isEqualTo("ingest-1");
			assertThat(booking.body()).contains("\"occurred_at\":\"2026-01-02T03:04:05Z\"");
		});
		assertThat(this.dead.book("1")).isFalse();
	}

	@Test
	void aBookingStaysTheSameBooking() {
		PendingSettlement booking = Settlements.ingest(Settlements.commit("1"));
		bury(booking);
		this.dead.book("1");
		assertThat(this.store.pending()).containsExactly(booking);
	}

	@Test
	void aDroppedSettlementIsGone() {
		bury(Settlements.commit("1"));
		assertThat(this.dead.drop("1")).isTrue();
		assertThat(this.dead.drop("1")).isFalse();
		assertThat(this.store.pending()).isEmpty();
	}

	@Test
	void whatCannotBeSentCanOnlyBeDropped() {
		bury(Settlements.commit("1").sending(Kind.NONE, "commit-1", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.dead.retry("1"))
			.withMessageContaining("'1'")
			.withMessageContaining("by hand");
		assertThatIllegalArgumentException().isThrownBy(() -> this.dead.book("1"));
		assertThat(this.dead.drop("1")).isTrue();
	}

	private void bury(PendingSettlement settlement) {
		this.store.write(List.of(), List.of(Settlements.dead(settlement)));
	}

}
