package ai.vluna.spring.usage;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the usage of work that ends well without a value.
 */
class UsageWithoutValueTests {

	private final UsageExtractor<Object> onlyValues = (value) -> Usage.of(1);

	private final UsageExtractor<Object> fixed = new UsageExtractor<>() {

		@Override
		public @Nullable Usage extract(Object value) {
			return null;
		}

		@Override
		public Usage extractWithoutValue() {
			return Usage.of(7);
		}

	};

	private final List<Exception> failures = new ArrayList<>();

	@Test
	void isWhatTheFirstExtractorTellsThatNeedsNoValue() {
		assertThat(afterWork(Aggregate.LAST, List.of(this.onlyValues, this.fixed))).isEqualTo(Usage.of(7));
	}

	@Test
	void isUnknownWhenAllExtractorsNeedAValue() {
		assertThat(afterWork(Aggregate.LAST, List.of(this.onlyValues))).isNull();
		assertThat(this.failures).isEmpty();
	}

	@Test
	void isZeroWhereElementsAreCounted() {
		assertThat(afterWork(Aggregate.COUNT, List.of(this.fixed))).isEqualTo(Usage.of(0));
	}

	private @Nullable Usage afterWork(Aggregate aggregate, List<UsageExtractor<Object>> extractors) {
		UsageAccumulator accumulator = new UsageAccumulator(extractors, aggregate, this.failures::add);
		accumulator.withoutValue();
		return accumulator.close();
	}

}
