package ai.vluna.integration.springai.webflux;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
		assertThatExceptionOfType(BlockingOperationError.class)
			.isThrownBy(() -> blocking.subscribeOn(Schedulers.parallel()).block(Duration.ofSeconds(10)));
		assertThat(BlockingCalls.take()).isNotEmpty();
	}

}
