package ai.vluna.spring.benchmarks.stream;

import ai.vluna.spring.annotation.BilledOperation;
import reactor.core.publisher.Flux;

/**
 * The same stream, billed.
 */
public class BilledAnswers extends PlainAnswers {

	@Override
	@BilledOperation(feature = "answer")
	public Flux<Chunk> stream() {
		return super.stream();
	}

}
