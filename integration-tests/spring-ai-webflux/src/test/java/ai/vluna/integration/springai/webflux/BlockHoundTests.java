package ai.vluna.integration.springai.webflux;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the other tests of this module would notice.
 */
@ExtendWith(BlockingCalls.class)
class BlockHoundTests {

	@Test
	void catchesWhatBlocks() {
		Mono<String> blocking = Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "not noticed";
		});
		assertThat(blocking.subscribeOn(Schedulers.parallel())
			.onErrorReturn(BlockingOperationError.class, "noticed")
			.block(Duration.ofSeconds(10))).isEqualTo("noticed");
		assertThat(BlockingCalls.take()).isNotEmpty();
	}

}
