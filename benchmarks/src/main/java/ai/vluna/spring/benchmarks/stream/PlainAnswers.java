package ai.vluna.spring.benchmarks.stream;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import reactor.core.publisher.Flux;

/**
 * A stream without anything around it.
 */
public class PlainAnswers {

	static final int CHUNKS = 10_000;

	static final int TOKENS = 12_345;

	private static final List<Chunk> ANSWER = Stream
		.concat(Collections.nCopies(CHUNKS - 1, new Chunk("word ", 0)).stream(), Stream.of(new Chunk(".", TOKENS)))
		.toList();

	public Flux<Chunk> stream() {
		return Flux.fromIterable(ANSWER);
	}

}
