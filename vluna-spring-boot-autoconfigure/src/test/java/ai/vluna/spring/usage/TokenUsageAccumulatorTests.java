package ai.vluna.spring.usage;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for tokens in {@link Usage} and {@link UsageAccumulator}.
 */
class TokenUsageAccumulatorTests {

	private static final TokenUsage INPUT = TokenUsage.of(TokenKind.INPUT, 30);

	private static final TokenUsage OUTPUT = TokenUsage.of(TokenKind.OUTPUT, 12);

	private static final TokenUsage BOTH = INPUT.updatedBy(OUTPUT);

	@Test
	void theQuantityIsTheSumOfTheTokens() {
		assertThat(Usage.of(BOTH)).isEqualTo(new Usage(42, List.of(), false, BOTH));
		assertThat(Usage.of(TokenUsage.NONE).isZero()).isTrue();
	}

	@Test
	void theLastReportOfAStreamHoldsForEachKind() {
		UsageAccumulator usage = accumulator(Aggregate.LAST);
		usage.element(Usage.of(INPUT));
		usage.element(Usage.of(TokenUsage.of(TokenKind.OUTPUT, 1)));
		usage.element("text");
		usage.element(Usage.of(TokenUsage.of(TokenKind.OUTPUT, 0)));
		usage.element(Usage.of(OUTPUT).asFinal());
		assertThat(usage.close()).isEqualTo(Usage.of(BOTH).asFinal());
	}

	@Test
	void theReportsOfAStreamAreAddedUpWhereItsAggregateIsTheSum() {
		UsageAccumulator usage = accumulator(Aggregate.SUM);
		usage.element(Usage.of(INPUT));
		usage.element(Usage.of(BOTH));
		assertThat(usage.close()).isEqualTo(Usage.of(INPUT.plus(BOTH)));
	}

	@Test
	void reportsOfTheCodeCompleteEachOtherToo() {
		UsageAccumulator usage = accumulator(Aggregate.LAST);
		usage.report(Usage.of(INPUT));
		usage.report(Usage.of(OUTPUT));
		assertThat(usage.close()).isEqualTo(Usage.of(BOTH));
		usage.report(Usage.of(5));
		assertThat(usage.close()).isEqualTo(Usage.of(5));
	}

	@Test
	void tokensThatWereNotReportedAreNoUsage() {
		UsageAccumulator usage = accumulator(Aggregate.LAST);
		usage.element(Usage.of(TokenUsage.NONE).asFinal());
		assertThat(usage.close()).isNull();
		usage.report(Usage.of(7));
		usage.element(Usage.of(TokenUsage.of(TokenKind.INPUT, 0)));
		assertThat(usage.close()).isEqualTo(Usage.of(7));
	}

	@Test
	void anEventWithoutUsageMakesWhatWasToldFinal() {
		UsageAccumulator usage = accumulator(Aggregate.LAST);
		usage.element(Usage.of(INPUT));
		usage.element(Usage.of(TokenUsage.NONE).asFinal());
		usage.element("text");
		assertThat(usage.close()).isEqualTo(Usage.of(INPUT).asFinal());
		usage.element(Usage.of(OUTPUT));
		assertThat(usage.close()).isEqualTo(Usage.of(BOTH));
	}

	@Test
	void theTokensOfInnerCallsAreKeptAndTheirLinesAreNot() {
		UsageAccumulator usage = accumulator(Aggregate.LAST);
		usage.absorb(Usage.of(INPUT).withMeter("model.in", 30).asFinal());
		usage.absorb(Usage.of(BOTH));
		assertThat(usage.close()).isEqualTo(Usage.of(INPUT.plus(BOTH)));
	}

	@Test
	void aSumConsistsOfTokensOnlyWhereAllOfItDoes() {
		assertThat(Usage.of(BOTH).plus(Usage.of(5))).isEqualTo(Usage.of(47));
		assertThat(Usage.of(5).plus(Usage.of(BOTH))).isEqualTo(Usage.of(47));
		assertThat(Usage.of(BOTH).plus(Usage.of(0))).isEqualTo(Usage.of(BOTH));
		assertThat(Usage.of(0).plus(Usage.of(BOTH))).isEqualTo(Usage.of(BOTH));
	}

	@Test
	void tokensThatAreTooManyForANumberCannotBeSent() {
		UsageAccumulator usage = accumulator(Aggregate.LAST);
		usage.report(Usage.of(TokenUsage.of(TokenKind.INPUT, Long.MAX_VALUE)));
		usage.report(Usage.of(OUTPUT));
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(usage::close);
	}

	private static UsageAccumulator accumulator(Aggregate aggregate) {
		UsageExtractor<Object> itself = TokenUsageAccumulatorTests::usageOf;
		return new UsageAccumulator(List.of(itself), aggregate, (failure) -> {
			throw new AssertionError(failure);
		});
	}

	private static @Nullable Usage usageOf(Object value) {
		return (value instanceof Usage usage) ? usage : null;
	}

}
