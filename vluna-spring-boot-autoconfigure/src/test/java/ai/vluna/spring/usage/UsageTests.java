package ai.vluna.spring.usage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Usage}.
 */
class UsageTests {

	@Test
	void anyIntegerIsTakenWhateverItsType() {
		assertThat(new Number[] { 7, 7L, (short) 7, (byte) 7, 7.0f, 7.0, new BigDecimal("7.00"), BigInteger.valueOf(7),
				new AtomicLong(7) })
			.allSatisfy((number) -> assertThat(Usage.of(number)).isEqualTo(Usage.of(7)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "9223372036854775808", "1e400000000", "1e-400000000" })
	void whatIsNoIntegerCannotBeSent(String number) {
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(() -> Usage.of(new BigDecimal(number)))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo(new BigDecimal(number).toString()));
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, 0.1, 1e300 })
	void noFloatingPointNumberIsRounded(double number) {
		assertThatExceptionOfType(UnsendableUsageException.class).isThrownBy(() -> Usage.of((Number) number));
	}

	@Test
	void isSendableFromOneToTheLastNumberThatIsExact() {
		assertThat(Usage.of(1).isSendable()).isTrue();
		assertThat(Usage.of(9007199254740991L).isSendable()).isTrue();
		assertThat(Usage.of(9007199254740992L).isSendable()).isFalse();
		assertThat(Usage.of(0).isSendable()).isFalse();
		assertThat(Usage.of(-1).isSendable()).isFalse();
		assertThat(Usage.of(1).withMeter("in", 0).isSendable()).isTrue();
		assertThat(Usage.of(1).withMeter("in", -1).isSendable()).isFalse();
		assertThat(Usage.of(1).withMeter("in", Long.MAX_VALUE).isSendable()).isFalse();
	}

	@Test
	void isZeroOnlyIfNoMeterSaysOtherwise() {
		assertThat(Usage.of(0).isZero()).isTrue();
		assertThat(Usage.of(0).withMeter("in", 0).isZero()).isTrue();
		assertThat(Usage.of(0).withMeter("in", 1).isZero()).isFalse();
		assertThat(Usage.of(-1).isZero()).isFalse();
	}

	@Test
	void addsMeterByMeterAndIsNotFinal() {
		Usage sum = Usage.of(3)
			.withMeter("in", 1)
			.withMeter("out", 2)
			.asFinal()
			.plus(Usage.of(30).withMeter("out", 20).withMeter("cached", 10).asFinal());
		assertThat(sum).isEqualTo(Usage.of(33).withMeter("in", 1).withMeter("out", 22).withMeter("cached", 10));
	}

	@Test
	void aSumThatDoesNotFitCannotBeSent() {
		assertThatExceptionOfType(UnsendableUsageException.class)
			.isThrownBy(() -> Usage.of(Long.MAX_VALUE).plus(Usage.of(1)));
		assertThatExceptionOfType(UnsendableUsageException.class)
			.isThrownBy(() -> Usage.of(1).withMeter("in", Long.MAX_VALUE).plus(Usage.of(1).withMeter("in", 1)));
	}

}
