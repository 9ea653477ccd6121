package ai.vluna.spring.benchmarks.chat;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.util.StringUtils;

/**
 * When an answer came, counted from the subscription.
 *
 * @param firstNanos the nanoseconds to its first token
 * @param lastNanos the nanoseconds to its end
 */
record Arrival(long firstNanos, long lastNanos) {

	static Arrival of(Flux<ChatResponse> stream) {
		long start = System.nanoTime();
		Long first = stream.filter(Arrival::hasText)
			.map((chunk) -> System.nanoTime() - start)
			.reduce((earliest, later) -> earliest)
			.block();
		if (first == null) {
			throw new IllegalStateException("There is no token");
		}
		return new Arrival(first, System.nanoTime() - start);
	}

	/**
	 * Take the time of something that comes at once.
	 * @param work what comes
	 * @return its arrival
	 */
	static Arrival of(Runnable work) {
		long start = System.nanoTime();
		work.run();
		long nanos = System.nanoTime() - start;
		return new Arrival(nanos, nanos);
	}

	// The first chunk says who speaks.
	private static boolean hasText(ChatResponse chunk) {
		return chunk.getResult() != null && StringUtils.hasLength(chunk.getResult().getOutput().getText());
	}

}
