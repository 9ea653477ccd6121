package ai.vluna.spring.gate.idempotency;

import java.util.stream.IntStream;

import ai.vluna.spring.context.BillingSubject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyDigest}.
 */
class KeyDigestTests {

	private static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	private final KeyDigest digest = new KeyDigest("realm");

	@Test
	void partsOfAKeyCannotRunIntoEachOther() {
		assertThat(this.digest.of(BillingSubject.of("ab", "c"), "f", "k"))
			.isNotEqualTo(this.digest.of(BillingSubject.of("a", "bc"), "f", "k"));
		assertThat(this.digest.of(ALICE, "f", "xk")).isNotEqualTo(this.digest.of(ALICE, "fx", "k"));
		assertThat(new KeyDigest("realma").of(BillingSubject.of("c", "b"), "f", "k"))
			.isNotEqualTo(this.digest.of(BillingSubject.of("ac", "b"), "f", "k"));
	}

	@Test
	void aLongPartCannotTakeTheLengthOfAShortOne() {
		String filler = "x".repeat(1 << 16);
		assertThat(this.digest.of(ALICE, "f" + filler, "k")).isNotEqualTo(this.digest.of(ALICE, "f", filler + "k"));
	}

	@Test
	void isPrintableWhateverTheBase() {
		assertThat(this.digest.of(ALICE, "f", "\u00e9\u4e16")).hasSize(43)
			.matches("[A-Za-z0-9_-]+")
			.isEqualTo(new KeyDigest("realm").of(ALICE, "f", "\u00e9\u4e16"));
	}

	@Test
	void isTheSameOnManyThreads() {
		assertThat(IntStream.range(0, 10_000).parallel().mapToObj((i) -> this.digest.of(ALICE, "f", "k")).distinct())
			.hasSize(1);
	}

}
