package ai.vluna.spring.delivery.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UninterruptedThreads}.
 */
class UninterruptedThreadsTests {

	private final UninterruptedThreads threads = new UninterruptedThreads(1, "test-");

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	@AfterEach
	void release() {
		this.released.countDown();
		this.threads.shutdown();
	}

	private boolean waits() throws InterruptedException {
		this.begun.countDown();
		return this.released.await(10, TimeUnit.SECONDS);
	}

	@Test
	void goOnWhenTheyWouldBeInterrupted() throws Exception {
		Future<Boolean> running = this.threads.submit(this::waits);
		Future<String> queued = this.threads.submit(() -> "done");
		assertThat(this.begun.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.threads.shutdownNow()).isEmpty();
		this.released.countDown();
		assertThat(running.get(10, TimeUnit.SECONDS)).isTrue();
		assertThat(queued.get(10, TimeUnit.SECONDS)).isEqualTo("done");
		assertThat(this.threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void endWhenWhatTheyWaitForEnds() throws Exception {
		CompletableFuture<String> awaited = new CompletableFuture<>();
		Future<String> running = this.threads.submit(() -> awaited.get(10, TimeUnit.SECONDS));
		this.threads.insteadOfInterrupting(() -> awaited.complete("ended"));
		this.threads.shutdownNow();
		assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo("ended");
		assertThat(this.threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void takeOverNothingThatIsRepeated() throws Exception {
		CountDownLatch runs = new CountDownLatch(3);
		this.threads.scheduleWithFixedDelay(runs::countDown, 0, 1, TimeUnit.MILLISECONDS);
		assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

}
