package ai.vluna.spring.usage;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenUsage}.
 */
class TokenUsageTests {

	private static final int ROUNDS = 2_000;

	@ParameterizedTest
	@CsvSource({ "100, 64, 36, 64, 100", "100, , 100, , 100", "100, 0, 100, 0, 100", "50, 64, 0, 50, 50",
			", 64, , 64, 64", "0, 0, 0, 0, 0" })
	void partsThatAreToldWithinTheirParentAreTakenOff(Long whole, Long part, Long rest, Long counted, long total) {
		for (TokenKind kind : new TokenKind[] { TokenKind.CACHE_READ, TokenKind.CACHE_WRITE, TokenKind.REASONING }) {
			TokenUsage usage = TokenUsage.builder().countWithin(kind, part).count(kind.parent(), whole).build();
			assertThat(usage.get(kind.parent())).isEqualTo(rest);
			assertThat(usage.get(kind)).isEqualTo(counted);
			assertThat(usage.total()).isEqualTo(total);
		}
	}

	@Test
	void whatIsOfTwoKindsCountsOnce() {
		TokenUsage usage = TokenUsage.builder()
			.count(TokenKind.INPUT, 100)
			.countWithin(TokenKind.AUDIO_INPUT, 50)
			.countWithin(TokenKind.CACHE_READ, 64)
			.build();
		assertThat(usage.get(TokenKind.CACHE_READ)).isEqualTo(64);
		assertThat(usage.get(TokenKind.AUDIO_INPUT)).isEqualTo(36);
		assertThat(usage.get(TokenKind.INPUT)).isZero();
		assertThat(usage.total()).isEqualTo(100);
	}

	@Test
	void partsThatAreToldBesideTheirParentAreAdded() {
		TokenUsage usage = TokenUsage.builder()
			.count(TokenKind.INPUT, 30)
			.count(TokenKind.CACHE_READ, 500)
			.count(TokenKind.CACHE_WRITE, 11)
			.count(TokenKind.OUTPUT, 12)
			.build();
		assertThat(usage.get(TokenKind.INPUT)).isEqualTo(30);
		assertThat(usage.total()).isEqualTo(553);
	}

	@Test
	void whatWasNotToldIsAbsentAndNotZero() {
		TokenUsage usage = TokenUsage.of(TokenKind.INPUT, 0);
		assertThat(usage.get(TokenKind.INPUT)).isZero();
		assertThat(usage.get(TokenKind.OUTPUT)).isNull();
		assertThat(usage.count(TokenKind.OUTPUT)).isZero();
		assertThat(usage).isNotEqualTo(TokenUsage.NONE);
	}

	@Test
	void zerosAreNoReport() {
		assertThat(TokenUsage.NONE.reported()).isFalse();
		assertThat(TokenUsage.of(TokenKind.INPUT, 0).reported()).isFalse();
		assertThat(TokenUsage.of(TokenKind.REASONING, 1).reported()).isTrue();
	}

	@Test
	void anAbsentCountNeverErasesAnEarlierOneAndNeitherDoZeros() {
		TokenUsage start = TokenUsage.builder()
			.count(TokenKind.INPUT, 30)
			.count(TokenKind.CACHE_READ, 500)
			.count(TokenKind.OUTPUT, 1)
			.build();
		TokenUsage usage = start.updatedBy(TokenUsage.of(TokenKind.OUTPUT, 12)).updatedBy(TokenUsage.NONE);
		assertThat(usage.updatedBy(zeros())).isEqualTo(usage);
		assertThat(zeros().updatedBy(usage)).isEqualTo(usage);
		assertThat(usage.get(TokenKind.CACHE_READ)).isEqualTo(500);
		assertThat(usage.total()).isEqualTo(542);
	}

	@Test
	void aLaterParentStillContainsThePartThatWasToldBefore() {
		TokenUsage first = TokenUsage.builder().count(TokenKind.OUTPUT, 10).countWithin(TokenKind.REASONING, 7).build();
		TokenUsage usage = first.updatedBy(TokenUsage.of(TokenKind.OUTPUT, 30));
		assertThat(usage.get(TokenKind.OUTPUT)).isEqualTo(23);
		assertThat(usage.total()).isEqualTo(30);
	}

	@Test
	void mergingDoesNotDependOnHowReportsAreGrouped() {
		Random random = new Random(6);
		for (int i = 0; i < ROUNDS; i++) {
			TokenUsage first = any(random);
			TokenUsage second = any(random);
			TokenUsage third = any(random);
			assertThat(first.updatedBy(second).updatedBy(third)).isEqualTo(first.updatedBy(second.updatedBy(third)));
		}
	}

	@Test
	void theLastCountOfEachKindHoldsWhateverCameBefore() {
		Random random = new Random(7);
		for (int i = 0; i < ROUNDS; i++) {
			Map<TokenKind, Long> last = new EnumMap<>(TokenKind.class);
			TokenUsage merged = TokenUsage.NONE;
			for (int report = random.nextInt(6); report >= 0; report--) {
				Map<TokenKind, Long> told = anyCounts(random);
				TokenUsage.Builder builder = TokenUsage.builder();
				told.forEach(builder::count);
				if (told.values().stream().anyMatch((count) -> count > 0)) {
					last.putAll(told);
				}
				merged = merged.updatedBy(builder.build());
			}
			for (TokenKind kind : TokenKind.values()) {
				if (merged.reported()) {
					assertThat(merged.get(kind)).isEqualTo(last.get(kind));
				}
			}
		}
	}

	@Test
	void theKindsAreDisjointAndTheTotalIsTheirSum() {
		Random random = new Random(8);
		for (int i = 0; i < ROUNDS; i++) {
			TokenUsage usage = any(random);
			long sum = 0;
			for (TokenKind kind : TokenKind.values()) {
				assertThat(usage.count(kind)).isNotNegative();
				sum += usage.count(kind);
			}
			assertThat(usage.total()).isEqualTo(sum);
			assertThat(usage.reported() || sum == 0).isTrue();
		}
	}

	@Test
	void callsAddUpInAnyOrderAndAcrossConventions() {
		Random random = new Random(9);
		for (int i = 0; i < ROUNDS; i++) {
			TokenUsage first = any(random);
			TokenUsage second = any(random);
			TokenUsage sum = first.plus(second);
			assertThat(sum).isEqualTo(second.plus(first));
			assertThat(sum.total()).isEqualTo(first.total() + second.total());
			for (TokenKind kind : TokenKind.values()) {
				assertThat(sum.count(kind)).isEqualTo(first.count(kind) + second.count(kind));
				assertThat(sum.get(kind) == null).isEqualTo(first.get(kind) == null && second.get(kind) == null);
			}
		}
	}

	@Test
	void whatIsNoCountCannotBeSent() {
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(() -> TokenUsage.of(TokenKind.INPUT, -1));
		TokenUsage huge = TokenUsage.of(TokenKind.INPUT, Long.MAX_VALUE);
		assertThatExceptionOfType(UnsendableUsageException.class)
			.isThrownBy(() -> huge.updatedBy(TokenUsage.of(TokenKind.OUTPUT, 1)).total());
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(() -> huge.plus(huge));
	}

	@ParameterizedTest
	@EnumSource(names = { "INPUT", "OUTPUT", "IMAGES", "AUDIO_SECONDS", "CHARACTERS" })
	void onlyPartsCanBeToldWithinSomething(TokenKind kind) {
		assertThatIllegalArgumentException().isThrownBy(() -> TokenUsage.builder().countWithin(kind, 1))
			.withMessageContaining(kind.name());
	}

	private static TokenUsage zeros() {
		return TokenUsage.builder().count(TokenKind.INPUT, 0).count(TokenKind.OUTPUT, 0).build();
	}

	private static TokenUsage any(Random random) {
		TokenUsage.Builder builder = TokenUsage.builder();
		anyCounts(random).forEach((kind, count) -> {
			if (kind.parent() != null && random.nextBoolean()) {
				builder.countWithin(kind, count);
			}
			else {
				builder.count(kind, count);
			}
		});
		return builder.build();
	}

	private static Map<TokenKind, Long> anyCounts(Random random) {
		Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);
		for (TokenKind kind : TokenKind.values()) {
			if (random.nextInt(3) == 0) {
				counts.put(kind, (long) random.nextInt(4));
			}
		}
		return counts;
	}

}
