package ai.vluna.integration.webflux;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the other tests of this module would notice.
 */
@ReactiveTest
class BlockHoundTests {

	@Autowired
	private Browser browser;

	@Test
	void handlesRequestsOnTheEventLoop() {
		assertThat(this.browser.get("alice", "/thread", "").getBody()).contains("-http-").endsWith(" true");
	}

	@Test
	void catchesWhatBlocksTheEventLoop() {
		assertThat(this.browser.get("alice", "/blocking", "").getBody()).isNotEqualTo("not noticed");
		assertThat(BlockingCalls.take()).isNotEmpty();
	}

	@Test
	void catchesWhatBlocksATimer() {
		Mono<String> blocking = Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "not noticed";
		});
		StepVerifier.create(blocking.subscribeOn(Schedulers.parallel()))
			.expectError(BlockingOperationError.class)
			.verify(Duration.ofSeconds(10));
		assertThat(BlockingCalls.take()).isNotEmpty();
	}

}
