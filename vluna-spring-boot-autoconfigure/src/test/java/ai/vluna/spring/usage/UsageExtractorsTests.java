package ai.vluna.spring.usage;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.usage.UsageExtractors.Candidate;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsageExtractors}.
 */
class UsageExtractorsTests {

	private final UsageExtractors extractors = new UsageExtractors(
			List.of(new Candidate((UsageExtractor<Integer>) (value) -> Usage.of(value), Integer.class),
					new Candidate((UsageExtractor<Number>) (value) -> Usage.of(1000), Number.class),
					new Candidate((UsageExtractor<String>) (value) -> null, String.class),
					new Candidate((UsageExtractor<CharSequence>) (value) -> Usage.of(1), CharSequence.class)));

	@Test
	void theFirstThatFitsIsAskedAndNoOther() {
		assertThat(this.extractors.extract(5)).isEqualTo(Usage.of(5));
		assertThat(this.extractors.extract(5L)).isEqualTo(Usage.of(1000));
		assertThat(this.extractors.extract("text")).isNull();
		assertThat(this.extractors.extract(new StringBuilder())).isEqualTo(Usage.of(1));
		assertThat(this.extractors.extract(Map.of())).isNull();
	}

	@Test
	void findsTheTypeInTheDeclaration() {
		assertThat(Candidate.of(new Lengths(), ResolvableType.forClass(Lengths.class)).valueType())
			.isEqualTo(String.class);
		assertThat(Candidate.of(new Lengths(), ResolvableType.forClass(UsageExtractor.class)).valueType())
			.isEqualTo(Object.class);
	}

	static final class Lengths implements UsageExtractor<String> {

		@Override
		public Usage extract(String value) {
			return Usage.of(value.length());
		}

	}

}
