package ai.vluna.spring.gate.refusal;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.gate.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RefusalMemory}.
 */
class RefusalMemoryTests {

	private static final Question QUESTION = question("alice", "llm.chat", 0);

	private final MovableClock clock = new MovableClock();

	private final RefusalMemory memory = memory(Duration.ofSeconds(1), 10);

	@Test
	void repeatsADenialUntilItsTimeIsOver() {
		BillingDeniedException denial = denial(DenialReason.BALANCE, null);
		this.memory.remember(QUESTION, denial);
		this.clock.advance(Duration.ofMillis(999));
		assertThat(this.memory.denialOf(QUESTION)).isNotNull().isNotSameAs(denial).satisfies((repeated) -> {
			assertThat(repeated).hasMessage(denial.getMessage()).hasCause(denial.getCause());
			assertThat(repeated.getReason()).isEqualTo(DenialReason.BALANCE);
			assertThat(repeated.getHints()).isEqualTo(denial.getHints());
			assertThat(repeated.getRetryAfter()).isNull();
			assertThat(repeated.isRemembered()).isTrue();
		});
		assertThat(denial.isRemembered()).isFalse();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.memory.denialOf(QUESTION)).isNull();
	}

	@Test
	void isNotFooledByAClockThatIsSetBack() {
		this.memory.remember(QUESTION, denial(DenialReason.BALANCE, null));
		this.clock.advance(Duration.ofHours(-1));
		assertThat(this.memory.denialOf(QUESTION)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "3, 2999, 3000", "60, 9999, 10000" })
	void remembersARateLimitForItsWaitWithinTheBound(long wait, long remembered, long forgotten) {
		this.memory.remember(QUESTION, denial(DenialReason.RATE_LIMIT, Duration.ofSeconds(wait)));
		this.clock.advance(Duration.ofMillis(remembered));
		assertThat(this.memory.denialOf(QUESTION)).isNotNull();
		this.clock.advance(Duration.ofMillis(forgotten - remembered));
		assertThat(this.memory.denialOf(QUESTION)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, 5", "1, 5", "1000, 4", "1001, 4", "4999, 1" })
	void namesWhatIsLeftOfTheWaitInWholeSeconds(long after, long left) {
		this.memory.remember(QUESTION, denial(DenialReason.RATE_LIMIT, Duration.ofSeconds(5)));
		this.clock.advance(Duration.ofMillis(after));
		assertThat(this.memory.denialOf(QUESTION)).isNotNull()
			.extracting(BillingDeniedException::getRetryAfter)
			.isEqualTo(Duration.ofSeconds(left));
	}

	@Test
	void remembersARateLimitWithoutAWaitLikeAnyDenial() {
		this.memory.remember(QUESTION, denial(DenialReason.RATE_LIMIT, null));
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.memory.denialOf(QUESTION)).isNull();
	}

	@Test
	void remembersNothingIfItIsOff() {
		RefusalMemory off = memory(Duration.ZERO, 10);
		off.remember(QUESTION, denial(DenialReason.BALANCE, null));
		off.remember(QUESTION, denial(DenialReason.RATE_LIMIT, Duration.ofSeconds(5)));
		assertThat(off.denialOf(QUESTION)).isNull();
		RefusalMemory.none().remember(QUESTION, denial(DenialReason.BALANCE, null));
	}

	@Test
	void answersOnlyTheSameSubjectFeatureAndBudget() {
		this.memory.remember(QUESTION, denial(DenialReason.BALANCE, null));
		assertThat(this.memory.denialOf(question("bob", "llm.chat", 0))).isNull();
		assertThat(this.memory.denialOf(question("alice", "llm.small", 0))).isNull();
		assertThat(this.memory.denialOf(new Question(QUESTION.subject(), "llm.chat", "b-1", 0, null))).isNull();
		assertThat(this.memory.denialOf(QUESTION)).isNotNull();
	}

	@Test
	void saysNothingOfSmallerEstimates() {
		this.memory.remember(question("alice", "llm.chat", 100), denial(DenialReason.BALANCE, null));
		assertThat(this.memory.denialOf(question("alice", "llm.chat", 99))).isNull();
		assertThat(this.memory.denialOf(question("alice", "llm.chat", 0))).isNull();
		assertThat(this.memory.denialOf(question("alice", "llm.chat", 100))).isNotNull();
		assertThat(this.memory.denialOf(question("alice", "llm.chat", 101))).isNotNull();
	}

	@Test
	void answersAStableKeyOnlyIfItWasDeniedItself() {
		Question first = new Question(QUESTION.subject(), "llm.chat", null, 0, "order-1");
		Question second = new Question(QUESTION.subject(), "llm.chat", null, 0, "order-2");
		this.memory.remember(QUESTION, denial(DenialReason.BALANCE, null));
		assertThat(this.memory.denialOf(first)).isNull();
		this.memory.remember(first, denial(DenialReason.BALANCE, null));
		assertThat(this.memory.denialOf(first)).isNotNull();
		assertThat(this.memory.denialOf(second)).isNull();
		assertThat(this.memory.denialOf(QUESTION)).isNotNull();
	}

	@Test
	void forgetsASubjectAndFeature() {
		this.memory.remember(QUESTION, denial(DenialReason.BALANCE, null));
		this.memory.forget(question("alice", "llm.small", 0));
		assertThat(this.memory.denialOf(QUESTION)).isNotNull();
		this.memory.forget(question("alice", "llm.chat", 5));
		assertThat(this.memory.denialOf(QUESTION)).isNull();
	}

	@Test
	void remembersNoMoreThanItMayUntilSomeAreOver() {
		RefusalMemory small = memory(Duration.ofSeconds(1), 2);
		for (String user : List.of("alice", "bob", "carol")) {
			small.remember(question(user, "llm.chat", 0), denial(DenialReason.BALANCE, null));
		}
		assertThat(small.denialOf(question("bob", "llm.chat", 0))).isNotNull();
		assertThat(small.denialOf(question("carol", "llm.chat", 0))).isNull();
		this.clock.advance(Duration.ofSeconds(1));
		small.remember(question("carol", "llm.chat", 0), denial(DenialReason.BALANCE, null));
		assertThat(small.denialOf(question("carol", "llm.chat", 0))).isNotNull();
	}

	@Test
	void refusesNegativeSettings() {
		assertThatIllegalArgumentException().isThrownBy(() -> memory(Duration.ofSeconds(-1), 1));
		assertThatIllegalArgumentException().isThrownBy(() -> memory(Duration.ZERO, -1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RefusalMemory(this.clock, Duration.ZERO, Duration.ofSeconds(-1), 1));
	}

	private RefusalMemory memory(Duration rememberFor, int maxRefusals) {
		return new RefusalMemory(this.clock, rememberFor, Duration.ofSeconds(10), maxRefusals);
	}

	private static Question question(String user, String feature, long estimate) {
		return new Question(BillingSubject.of("acme", user), feature, null, estimate, null);
	}

	private static BillingDeniedException denial(DenialReason reason, @Nullable Duration wait) {
		return new BillingDeniedException("llm.chat", reason, "grant balance exhausted",
				List.of(new Hint("funding.xusd_shortfall", Map.of("shortfall_xusd", 1))), wait,
				new IllegalStateException("402"));
	}

}
