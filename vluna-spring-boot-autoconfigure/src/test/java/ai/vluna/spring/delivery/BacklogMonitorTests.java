package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.MovableClock;
import ai.vluna.spring.gate.Settlement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BacklogMonitor}.
 */
class BacklogMonitorTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final MovableClock clock = new MovableClock();

	private final SettlementStore store = mock(SettlementStore.class);

	private final BacklogMonitor monitor = new BacklogMonitor(this.store, Duration.ofSeconds(5), new OneLook());

	@AfterEach
	void close() {
		this.monitor.close();
	}

	@Test
	void aStoreThatHangsDoesNotAnswer() throws InterruptedException {
		CountDownLatch looking = new CountDownLatch(1);
		CountDownLatch hanging = new CountDownLatch(1);
		given(this.store.backlog()).willAnswer((call) -> {
			looking.countDown();
			hanging.await();
			return new Backlog(7, null, 0);
		});
		this.monitor.start();
		assertThat(looking.await(10, TimeUnit.SECONDS)).isTrue();
		this.clock.advance(Duration.ofMillis(14_999));
		assertThat(isReadable()).isTrue();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(isReadable()).isFalse();
		hanging.countDown();
		Awaitility.await().atMost(SOON).until(this::isReadable);
		assertThat(this.monitor.backlog().pending()).isEqualTo(7);
	}

	@Test
	void aStoreThatIsNotLookedAtIsNotSaidToBeSilent() {
		this.clock.advance(Duration.ofDays(1));
		assertThat(isReadable()).isTrue();
	}

	private boolean isReadable() {
		return new DeliveryOverview(mock(Settlement.class), this.monitor, () -> null, () -> true, this.clock).status()
			.readable();
	}

	/**
	 * Looks once, on a thread of its own, by the clock of the test.
	 */
	private final class OneLook implements Scheduler {

		@Override
		public long now(TimeUnit unit) {
			return unit.convert(BacklogMonitorTests.this.clock.millis(), TimeUnit.MILLISECONDS);
		}

		@Override
		public Disposable schedule(Runnable task) {
			return Schedulers.boundedElastic().schedule(task);
		}

		@Override
		public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
			return schedule(task);
		}

		@Override
		public Worker createWorker() {
			return Schedulers.boundedElastic().createWorker();
		}

	}

}
