package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SettlementWriter}.
 */
class SettlementWriterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();

	private final CountDownLatch slow = new CountDownLatch(1);

	@Test
	void theFormsOfASettlementAreWrittenInTheirOrderWhateverTheOtherThreadsDo() throws Exception {
		try (SettlementWriter writer = new SettlementWriter(store(), new WriterSettings(2, 16, 32, PATIENCE, PATIENCE),
				Schedulers.parallel())) {
			PendingSettlement settlement = Settlements.commit("a");
			writer.write(settlement);
			writer.write(Settlements.dead(settlement));
			// The other thread is free.
			writer.write(Settlements.commit("b")).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(this.written).containsExactly("pending b");
			this.slow.countDown();
		}
		assertThat(this.written).containsExactly("pending b", "pending a", "dead a");
	}

	private SettlementStore store() {
		SettlementStore store = mock(SettlementStore.class);
		willAnswer((call) -> {
			Collection<PendingSettlement> pending = call.getArgument(0);
			Collection<DeadSettlement> dead = call.getArgument(1);
			if (pending.stream().anyMatch((each) -> each.id().equals("a"))) {
				this.slow.await();
			}
			pending.forEach((each) -> this.written.add("pending " + each.id()));
			dead.forEach((each) -> this.written.add("dead " + each.settlement().id()));
			return null;
		}).given(store).write(any(), any());
		return store;
	}

}
