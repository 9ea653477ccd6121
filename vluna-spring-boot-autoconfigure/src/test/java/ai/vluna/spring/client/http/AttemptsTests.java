package ai.vluna.spring.client.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaUnavailableException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Attempts}, in virtual time.
 */
class AttemptsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final List<Duration> limits = new ArrayList<>();

	private final List<Long> startedAt = new ArrayList<>();

	@Test
	void answersWithoutRetryWhenTheFirstAttemptIsAnswered() {
		StepVerifier.withVirtualTime(() -> attempts(3, 10_000).run((limit) -> record(limit, Mono.just("answer"))))
			.expectNext("answer")
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.limits).containsExactly(Duration.ofSeconds(2));
	}

	@Test
	void doesNothingBeforeSubscription() {
		attempts(3, 10_000).run((limit) -> record(limit, Mono.just("answer")));
		assertThat(this.limits).isEmpty();
	}

	@Test
	void triesAgainWithGrowingWaitsUpToTheLastAttempt() {
		StepVerifier.withVirtualTime(() -> attempts(5, 60_000).run((limit) -> record(limit, Mono.error(unavailable()))))
			.thenAwait(Duration.ofSeconds(60))
			.expectErrorMatches((ex) -> ex instanceof VlunaUnavailableException)
			.verify(TIMEOUT);
		assertThat(this.startedAt).hasSize(5);
		assertThat(wait(1)).isBetween(49L, 100L);
		assertThat(wait(2)).isBetween(99L, 200L);
		assertThat(wait(3)).isBetween(149L, 300L);
		assertThat(wait(4)).isBetween(149L, 300L);
	}

	@Test
	void waitsAtRandom() {
		StepVerifier
			.withVirtualTime(() -> attempts(50, 60_000).run((limit) -> record(limit, Mono.error(unavailable()))))
			.thenAwait(Duration.ofSeconds(60))
			.expectError()
			.verify(TIMEOUT);
		assertThat(IntStream.range(4, 50).mapToObj(this::wait).distinct()).hasSizeGreaterThan(5);
	}

	@Test
	void takesTheAnswerOfALaterAttempt() {
		StepVerifier
			.withVirtualTime(() -> attempts(3, 10_000)
				.run((limit) -> record(limit, this.limits.isEmpty() ? Mono.error(unavailable()) : Mono.just("answer"))))
			.thenAwait(Duration.ofSeconds(1))
			.expectNext("answer")
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.limits).hasSize(2);
	}

	@Test
	void neverRepeatsWhatWasAnswered() {
		VlunaRejectedException rejected = new VlunaRejectedException("POST http://gate", "r", 429,
				"LIMIT.RATE_EXCEEDED", "rate limit exceeded", List.of());
		StepVerifier.withVirtualTime(() -> attempts(3, 10_000).run((limit) -> record(limit, Mono.error(rejected))))
			.expectErrorMatches((ex) -> ex == rejected)
			.verify(TIMEOUT);
		assertThat(this.limits).hasSize(1);
	}

	@Test
	void staysWithinTheTimeOfTheCall() {
		StepVerifier
			.withVirtualTime(() -> attempts(50, 4_500)
				.run((limit) -> record(limit, Mono.delay(limit).then(Mono.error(unavailable())))))
			.thenAwait(Duration.ofSeconds(60))
			.expectErrorMatches((ex) -> ex instanceof VlunaUnavailableException)
			.verify(TIMEOUT);
		assertThat(this.limits).hasSize(3);
		assertThat(this.limits.get(2)).isLessThan(Duration.ofMillis(500));
		assertThat(this.startedAt.get(2) - this.startedAt.get(0) + this.limits.get(2).toMillis())
			.isLessThanOrEqualTo(4_500);
	}

	@Test
	void reportsTheFailureAtOnceWhenNoTimeIsLeftToRepeat() {
		StepVerifier
			.withVirtualTime(() -> attempts(3, 2_010)
				.run((limit) -> record(limit, Mono.delay(limit).then(Mono.error(unavailable())))))
			.expectSubscription()
			.thenAwait(Duration.ofSeconds(2))
			.expectErrorMatches((ex) -> ex instanceof VlunaUnavailableException)
			.verify(TIMEOUT);
		assertThat(this.limits).hasSize(1);
	}

	@Test
	void stopsWhenTheSubscriberCancels() {
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			StepVerifier.create(attempts(3, 10_000).run((limit) -> record(limit, Mono.error(unavailable()))))
				.expectSubscription()
				.thenCancel()
				.verify(TIMEOUT);
			time.advanceTimeBy(Duration.ofSeconds(60));
			assertThat(this.limits).hasSize(1);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	private long wait(int index) {
		return this.startedAt.get(index) - this.startedAt.get(index - 1);
	}

	private <T> Mono<T> record(Duration limit, Mono<T> outcome) {
		this.limits.add(limit);
		this.startedAt.add(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
		return outcome;
	}

	private static Attempts attempts(int maxAttempts, long callTimeoutMillis) {
		return new Attempts(new VlunaClientSettings(URI.create("http://gate/mgt/v1"), "realm-default",
				Duration.ofSeconds(2), Duration.ofMillis(callTimeoutMillis),
				new RetrySettings(maxAttempts, Duration.ofMillis(100), Duration.ofMillis(300))));
	}

	private static VlunaUnavailableException unavailable() {
		return new VlunaUnavailableException("POST http://gate", "r", null, null, "connection refused", List.of(),
				null);
	}

}
