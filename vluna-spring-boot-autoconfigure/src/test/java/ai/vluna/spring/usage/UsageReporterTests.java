package ai.vluna.spring.usage;

import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsageReporter}.
 */
class UsageReporterTests {

	private final UsageAccumulator outer = accumulator();

	private final UsageAccumulator inner = accumulator();

	@Test
	void outsideOfAnOperationNobodyListens() {
		assertThat(UsageReporter.report(Usage.of(1))).isFalse();
		assertThat(UsageReporter.report(Context.empty(), Usage.of(1))).isFalse();
	}

	@Test
	void theInnermostOperationCountsAndTheOuterOneIsPutBack() {
		UsageScope none = UsageReporter.bind(this.outer);
		UsageScope before = UsageReporter.bind(this.inner);
		assertThat(UsageReporter.report(Usage.of(1))).isTrue();
		UsageReporter.bind(before);
		assertThat(UsageReporter.report(Usage.of(2))).isTrue();
		UsageReporter.bind(none);
		assertThat(UsageReporter.report(Usage.of(3))).isFalse();
		assertThat(this.inner.close()).isEqualTo(Usage.of(1));
		assertThat(this.outer.close()).isEqualTo(Usage.of(2));
	}

	@Test
	void aChainHasItsOwnOperation() {
		Context context = UsageReporter.bind(UsageReporter.bind(Context.empty(), this.outer), this.inner);
		assertThat(UsageReporter.report(context, Usage.of(1))).isTrue();
		assertThat(this.inner.close()).isEqualTo(Usage.of(1));
		assertThat(this.outer.close()).isNull();
	}

	@Test
	void anAccessorCarriesTheOperation() {
		UsageReporterThreadLocalAccessor accessor = new UsageReporterThreadLocalAccessor();
		assertThat(accessor.getValue()).isNull();
		accessor.setValue(this.outer);
		assertThat(accessor.getValue()).isSameAs(this.outer);
		assertThat(accessor.key()).isEqualTo(UsageReporter.CONTEXT_KEY);
		accessor.setValue();
		assertThat(accessor.getValue()).isNull();
	}

	private static UsageAccumulator accumulator() {
		return new UsageAccumulator(List.of(), Aggregate.LAST, (ex) -> {
		});
	}

}
