package ai.vluna.spring.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UsageAccumulator}.
 */
class UsageAccumulatorTests {

	private static final UsageExtractor<Object> NOTHING = (value) -> null;

	private static final UsageExtractor<Object> NUMBERS = (value) -> (value instanceof Number number) ? Usage.of(number)
			: null;

	private static final UsageExtractor<Object> LENGTHS = (value) -> (value instanceof String text)
			? Usage.of(text.length()) : null;

	private final List<Exception> failures = new ArrayList<>();

	@Test
	void theFirstExtractorThatTellsSomethingIsTheOnlySource() {
		UsageAccumulator usage = accumulator(Aggregate.LAST, List.of(NOTHING, NUMBERS, (value) -> Usage.of(99)));
		usage.element(5);
		usage.report(Usage.of(7));
		assertThat(usage.close()).isEqualTo(Usage.of(5));
	}

	@Test
	void whatTheCodeReportedCountsWhenNoExtractorTellsAnything() {
		UsageAccumulator usage = accumulator(Aggregate.LAST, List.of(NOTHING));
		usage.element("text");
		usage.report(Usage.of(7));
		assertThat(usage.close()).isEqualTo(Usage.of(7));
	}

	@Test
	void zeroIsATellingAndUnknownIsNot() {
		UsageAccumulator usage = accumulator(Aggregate.LAST, List.of(NUMBERS));
		assertThat(usage.close()).isNull();
		usage.report(Usage.of(7));
		usage.element(0);
		assertThat(usage.close()).isEqualTo(Usage.of(0));
	}

	@Test
	void anExtractorThatFailsFallsThroughAndIsCounted() {
		UsageAccumulator usage = accumulator(Aggregate.LAST, List.of((value) -> {
			throw new IllegalStateException("broken");
		}, (value) -> {
			throw new StackOverflowError();
		}, NUMBERS));
		usage.element(5);
		assertThat(usage.close()).isEqualTo(Usage.of(5));
		assertThat(this.failures).hasSize(2);
		assertThat(this.failures.get(0)).isInstanceOf(IllegalStateException.class);
		assertThat(this.failures.get(1)).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(StackOverflowError.class);
	}

	@Test
	void theLastTellingOfAStreamCounts() {
		UsageAccumulator usage = accumulator(Aggregate.LAST, List.of(NUMBERS));
		for (Object element : new Object[] { 1, "text", 5, 3, "text" }) {
			usage.element(element);
		}
		assertThat(usage.close()).isEqualTo(Usage.of(3));
	}

	@Test
	void theTellingsOfAStreamAreAddedUpForOneSourceOnly() {
		UsageAccumulator usage = accumulator(Aggregate.SUM, List.of(NUMBERS, LENGTHS));
		for (Object element : new Object[] { 1, "text", 5, 3, "text" }) {
			usage.element(element);
		}
		usage.report(Usage.of(100));
		assertThat(usage.close()).isEqualTo(Usage.of(9));
	}

	@Test
	void reportsAreAddedUpToo() {
		UsageAccumulator usage = accumulator(Aggregate.SUM, List.of(NOTHING));
		usage.report(Usage.of(1).withMeter("in", 1));
		usage.report(Usage.of(2).withMeter("in", 2));
		assertThat(usage.close()).isEqualTo(Usage.of(3).withMeter("in", 3));
	}

	@Test
	void elementsAreCountedAndNobodyIsAsked() {
		UsageAccumulator usage = accumulator(Aggregate.COUNT, List.of((value) -> {
			throw new IllegalStateException("asked");
		}));
		assertThat(usage.close()).isEqualTo(Usage.of(0));
		usage.element("a");
		usage.element(100);
		usage.report(Usage.of(7).asFinal());
		assertThat(usage.close()).isEqualTo(Usage.of(2));
		assertThat(this.failures).isEmpty();
	}

	@Test
	void onlyTheLastTellingCanBeFinal() {
		for (Aggregate aggregate : Aggregate.values()) {
			UsageAccumulator usage = accumulator(aggregate, List.of((value) -> Usage.of(1).asFinal()));
			usage.element("a");
			assertThat(usage.close()).isNotNull().extracting(Usage::terminal).isEqualTo(aggregate == Aggregate.LAST);
			usage.element("b");
			assertThat(usage.close()).isNotNull().extracting(Usage::terminal).isEqualTo(aggregate == Aggregate.LAST);
		}
	}

	@Test
	void aUsageThatCannotBeSentIsNotTakenForUnknown() {
		UsageAccumulator usage = accumulator(Aggregate.LAST, List.of(NUMBERS, (value) -> Usage.of(1)));
		usage.element(1.5);
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(usage::close).withMessageContaining("1.5");
		assertThat(this.failures).isEmpty();
		usage.element(2);
		assertThat(usage.close()).isEqualTo(Usage.of(2));
	}

	@Test
	void aSumWithAPartThatCannotBeSentCannotBeSent() {
		UsageAccumulator usage = accumulator(Aggregate.SUM, List.of(NUMBERS));
		usage.element(1);
		usage.element(1.5);
		usage.element(2);
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(usage::close);
	}

	@Test
	void aSumThatOverflowsCannotBeSent() {
		UsageAccumulator usage = accumulator(Aggregate.SUM, List.of(NUMBERS));
		usage.element(Long.MAX_VALUE);
		usage.element(1);
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(usage::close);
	}

	private UsageAccumulator accumulator(Aggregate aggregate, List<UsageExtractor<Object>> extractors) {
		return new UsageAccumulator(extractors, aggregate, this.failures::add);
	}

}
