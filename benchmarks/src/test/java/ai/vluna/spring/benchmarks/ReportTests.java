package ai.vluna.spring.benchmarks;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReportTests {

	@Test
	void hasARowForEveryBenchmark() {
		for (Comparison comparison : List.of(Report.calls(), Report.elements(), Report.refusals(), Report.cycles(1),
				Report.fileWrites(), Report.rowWrites(), Report.drains())) {
			assertThat(benchmarksOf(comparison.benchmark()))
				.containsExactlyInAnyOrderElementsOf(comparison.candidates().stream().map(Candidate::method).toList());
			assertThat(comparison.candidates()).contains(comparison.reference());
		}
	}

	@Test
	void takesTheMiddleOfMeasurements() {
		assertThat(Median.of(Stream.of(900, 1, 3).toList(), Integer::doubleValue)).isEqualTo(3);
		assertThat(Median.of(Stream.of(900, 1, 3, 5).toList(), Integer::doubleValue)).isEqualTo(4);
	}

	@Test
	void refusesAnUnknownPace() {
		assertThatIllegalArgumentException().isThrownBy(() -> Pace.named("hasty")).withMessageContaining("'hasty'");
	}

	private static Stream<String> benchmarksOf(Class<?> type) {
		return Stream.of(type.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(Benchmark.class))
			.map(Method::getName);
	}

}
