package ai.vluna.spring.client.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.http.GateCircuit.Passage;
import ai.vluna.spring.client.http.GateCircuit.State;
import ai.vluna.spring.gate.MovableClock;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CircuitBreakerGateCircuit}: of the last four calls, half must fail.
 */
class CircuitBreakerGateCircuitTests {

	private final MovableClock clock = new MovableClock();

	private final CircuitBreaker breaker = CircuitBreaker.of("test",
			CircuitBreakerConfig.custom()
				.slidingWindow(4, 4, SlidingWindowType.COUNT_BASED)
				.failureRateThreshold(50)
				.waitDurationInOpenState(Duration.ofSeconds(10))
				.permittedNumberOfCallsInHalfOpenState(3)
				.clock(this.clock)
				.build());

	private final CircuitBreakerGateCircuit circuit = new CircuitBreakerGateCircuit(this.breaker);

	private final Logger logger = (Logger) LoggerFactory.getLogger(CircuitBreakerGateCircuit.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	@Test
	void opensWhenTooManyCallsAreNotAnswered() {
		succeed(2);
		fail(1);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
		fail(1);
		assertThat(this.circuit.state()).isEqualTo(State.OPEN);
		assertThat(this.circuit.tryEnter(false)).isNull();
		assertThat(this.circuit.describe()).isEqualTo("circuit open until 2026-03-01T12:00:10Z");
	}

	@Test
	void neverOpensForRefusals() {
		for (int i = 0; i < 100; i++) {
			enter().failed(rejection());
		}
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
		assertThat(this.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(4);
	}

	@Test
	void neverOpensForServerErrorsThatWereNotRepeated() {
		for (int i = 0; i < 100; i++) {
			failAfter(serverError());
		}
		for (int i = 0; i < 100; i++) {
			failAfter(noAnswer(), serverError());
		}
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
		assertThat(this.breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
	}

	@Test
	void opensForServerErrorsThatStayedWhenRepeated() {
		for (int i = 0; i < 4; i++) {
			failAfter(serverError(), serverError());
		}
		assertThat(this.circuit.state()).isEqualTo(State.OPEN);
	}

	@Test
	void takesASuccessAfterFailedAttemptsForASuccess() {
		for (int i = 0; i < 4; i++) {
			Passage passage = enter();
			passage.attemptFailed(noAnswer());
			passage.attemptFailed(serverError());
			passage.succeeded();
		}
		assertThat(this.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(4);
	}

	@Test
	void asksAFewWhenTheTimeIsOver() {
		open();
		this.clock.advance(Duration.ofSeconds(11));
		enter();
		assertThat(this.circuit.state()).isEqualTo(State.HALF_OPEN);
		enter();
		enter();
		assertThat(this.circuit.tryEnter(false)).isNull();
		assertThat(this.circuit.describe()).isEqualTo("circuit half open, others are trying");
	}

	@Test
	void closesWhenTheyAreAnswered() {
		open();
		this.clock.advance(Duration.ofSeconds(11));
		succeed(3);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	@Test
	void opensAgainWhenTheyAreNot() {
		open();
		this.clock.advance(Duration.ofSeconds(11));
		fail(3);
		assertThat(this.circuit.state()).isEqualTo(State.OPEN);
		assertThat(this.circuit.describe()).isEqualTo("circuit open until 2026-03-01T12:00:21Z");
	}

	@Test
	void getsBackThePermissionOfCallsThatNobodyWaitsFor() {
		open();
		this.clock.advance(Duration.ofSeconds(11));
		for (int i = 0; i < 100; i++) {
			Passage passage = enter();
			passage.abandoned();
			passage.abandoned();
			passage.succeeded();
		}
		Passage first = enter();
		Passage second = enter();
		Passage third = enter();
		assertThat(this.circuit.tryEnter(false)).isNull();
		List.of(first, second, third).forEach(Passage::succeeded);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	@Test
	void learnsNothingFromTheFirstServerErrorOfAProbe() {
		open();
		this.clock.advance(Duration.ofSeconds(11));
		for (int i = 0; i < 10; i++) {
			failAfter(serverError());
		}
		succeed(3);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	@Test
	void countsAnEndOnce() {
		Passage passage = enter();
		passage.failed(noAnswer());
		passage.failed(noAnswer());
		passage.succeeded();
		passage.abandoned();
		assertThat(this.breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
	}

	@Test
	void learnsNothingAboutTheEndOfAnOutageFromCallsThatBeganBeforeIt() {
		List<Passage> before = List.of(enter(), enter(), enter());
		open();
		this.clock.advance(Duration.ofSeconds(11));
		Passage probe = enter();
		before.get(0).failed(noAnswer());
		before.get(1).failed(noAnswer());
		before.get(2).abandoned();
		probe.succeeded();
		succeed(1);
		assertThat(this.circuit.state()).isEqualTo(State.HALF_OPEN);
		Passage last = enter();
		assertThat(this.circuit.tryEnter(false)).isNull();
		last.succeeded();
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	@Test
	void learnsNothingFromRepetitionsThatAreNotAnswered() {
		for (int i = 0; i < 100; i++) {
			Passage repetition = Objects.requireNonNull(this.circuit.tryEnter(true));
			repetition.failed(noAnswer());
		}
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	@Test
	void alwaysKeepsAProbeForNewCallsWhileOldOnesAreRepeated() {
		open();
		this.clock.advance(Duration.ofSeconds(11));
		for (int i = 0; i < 10; i++) {
			Passage one = Objects.requireNonNull(this.circuit.tryEnter(true));
			Passage other = Objects.requireNonNull(this.circuit.tryEnter(true));
			assertThat(this.circuit.tryEnter(true)).isNull();
			assertThat(this.circuit.state()).isEqualTo(State.HALF_OPEN);
			Passage fresh = enter();
			fresh.abandoned();
			one.failed(noAnswer());
			other.failed(noAnswer());
		}
		succeed(3);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	@Test
	void closesWhenOnlyRepetitionsAreAnswered() {
		open();
		assertThat(this.circuit.tryEnter(true)).isNull();
		this.clock.advance(Duration.ofSeconds(11));
		for (int i = 0; i < 3; i++) {
			Objects.requireNonNull(this.circuit.tryEnter(true)).succeeded();
		}
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
		assertThat(List.of(enterAgain(), enterAgain(), enterAgain(), enterAgain())).hasSize(4);
	}

	@Test
	void saysOnceThatAnOutageBeganAndOnceThatItIsOver() {
		open();
		this.clock.advance(Duration.ofSeconds(11));
		fail(3);
		this.clock.advance(Duration.ofSeconds(11));
		fail(3);
		assertThat(this.log.list).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).isEqualTo("Vluna does not answer: requests fail at once until "
					+ "2026-03-01T12:00:10Z, then a few try again");
		});
		this.log.list.clear();
		this.clock.advance(Duration.ofSeconds(11));
		succeed(10);
		assertThat(this.log.list).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.INFO);
			assertThat(event.getFormattedMessage()).isEqualTo("Vluna answers again");
		});
		open();
		assertThat(this.log.list).hasSize(2);
	}

	@Test
	void noticesThatSomebodyClosedOrOpenedItByHand() {
		this.breaker.transitionToForcedOpenState();
		assertThat(this.circuit.state()).isEqualTo(State.OPEN);
		assertThat(this.circuit.tryEnter(false)).isNull();
		assertThat(this.circuit.describe()).isEqualTo("circuit open");
		this.breaker.transitionToClosedState();
		open();
		this.breaker.transitionToClosedState();
		succeed(1);
		assertThat(this.log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
		this.breaker.transitionToDisabledState();
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	private void open() {
		fail(4);
		assertThat(this.circuit.state()).isEqualTo(State.OPEN);
	}

	private void fail(int calls) {
		for (int i = 0; i < calls; i++) {
			failAfter(noAnswer());
		}
	}

	private void failAfter(VlunaException... failures) {
		Passage passage = this.circuit.tryEnter(false);
		if (passage != null) {
			List.of(failures).forEach(passage::attemptFailed);
			passage.failed(failures[failures.length - 1]);
		}
	}

	private void succeed(int calls) {
		for (int i = 0; i < calls; i++) {
			enter().succeeded();
		}
	}

	private Passage enter() {
		return Objects.requireNonNull(this.circuit.tryEnter(false));
	}

	private Passage enterAgain() {
		return Objects.requireNonNull(this.circuit.tryEnter(true));
	}

	private static VlunaException noAnswer() {
		return unavailable(null);
	}

	private static VlunaException serverError() {
		return unavailable(500);
	}

	private static VlunaException unavailable(@Nullable Integer status) {
		return new VlunaUnavailableException("POST http://gate", "r", status, null, "no answer", List.of(), null);
	}

	private static VlunaException rejection() {
		return new VlunaRejectedException("POST http://gate", "r", 402, "LIMIT.QUOTA_EXCEEDED", "quota", List.of());
	}

}
