package ai.vluna.spring.gate.idempotency;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StructuralFingerprint}.
 */
class StructuralFingerprintTests {

	@Test
	void differentArgumentsHaveDifferentFingerprints() {
		assertThat(Stream.of(of(), of((Object) null), of("1"), of(1), of(1L), of(new BigDecimal("1.5")), of('1'),
				of(true), of("1", "2"), of("12"), of("2", "1"), of(List.of("1", "2")), of(Set.of("1", "2")),
				of(Map.of("1", "2")), of(Map.of("2", "1")), of(Optional.empty()), of(Optional.of("1")), of(List.of()),
				of(Set.of()), of(Map.of()), of(List.of(List.of("1"), "2")), of((Object) new String[] { "1" }),
				of((Object) new int[] { 1 }), of((Object) new byte[] { 1 }), of(new UUID(1, 1)),
				of(Instant.ofEpochSecond(1)), of(new Date(1)), of(new Date(2)), of(DayOfWeek.MONDAY),
				of(new Order("a", List.of(1))), of(new Order("a", List.of(2))), of(new Other("a", List.of(1)))))
			.doesNotHaveDuplicates()
			.allMatch((fingerprint) -> fingerprint.length() == 43);
	}

	@Test
	void equalArgumentsHaveTheSame() {
		assertThat(of("text", 1, new Order("a", List.of(1))))
			.isEqualTo(of(new StringBuilder("text"), 1, new Order("a", new ArrayList<>(List.of(1)))));
		Map<String, Integer> map = new LinkedHashMap<>();
		Set<String> set = new LinkedHashSet<>();
		for (int i = 100; i > 0; i--) {
			map.put("key" + i, i);
			set.add("key" + i);
		}
		assertThat(of(map, set)).isEqualTo(of(new HashMap<>(map), new HashSet<>(set)));
	}

	@ParameterizedTest
	@MethodSource("withoutFingerprint")
	void objectsOfWhichNobodyKnowsWhatMattersHaveNone(Object argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> of("text", argument)).withMessageContaining("'");
		assertThatIllegalArgumentException().isThrownBy(() -> of(List.of(Optional.of(argument))));
		assertThatIllegalArgumentException().isThrownBy(() -> of(new Order("a", List.of(argument))));
	}

	static List<Object> withoutFingerprint() {
		return List.of(new Object(), new ByteArrayInputStream(new byte[0]), Flux.just(1), new Thread());
	}

	@Test
	void neverEndsInAnArgumentThatHoldsItself() {
		List<Object> self = new ArrayList<>();
		self.add(self);
		assertThatIllegalArgumentException().isThrownBy(() -> of(self)).withMessageContaining("nested");
	}

	@Test
	void nullsArePartOfIt() {
		assertThat(of(Arrays.asList("a", null))).isNotEqualTo(of(Arrays.asList(null, "a")));
		assertThat(of(Collections.singletonMap("a", null))).isNotEqualTo(of(Map.of()));
	}

	private static String of(@Nullable Object... arguments) {
		return new StructuralFingerprint().of(Arrays.asList(arguments));
	}

	private record Order(String name, List<?> items) {

	}

	private record Other(String name, List<?> items) {

	}

}
