package ai.vluna.spring.context;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TrustedHops}.
 */
class TrustedHopsTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.1", "' 10.0.0.1 ', 10.0.0.1", "10.1.0.0/16, 10.1.0.0", "10.1.0.0/16, 10.1.255.255",
			"10.1.2.3/16, 10.1.9.9", "192.168.4.0/22, 192.168.7.255", "10.0.0.4/31, 10.0.0.5", "10.0.0.4/32, 10.0.0.4",
			"128.0.0.0/1, 255.255.255.255", "0.0.0.0/0, 203.0.113.9", "::1, ::1", "::1, 0:0:0:0:0:0:0:1", "::1, [::1]",
			"2001:db8::/32, 2001:db8::", "2001:DB8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
			"2001:db8::8/125, 2001:db8::f", "fe80::/10, fe80::1%eth0", "fe80::/10, [febf::1%2]", "::/0, 2001:db8::1",
			"10.0.0.0/8, ::ffff:10.0.0.1", "10.0.0.0/8, 0:0:0:0:0:ffff:a00:1", "::ffff:10.0.0.1, 10.0.0.1",
			"::ffff:10.0.0.0/104, 10.255.255.255" })
	void containsWhatIsInRange(String range, String address) {
		assertThat(TrustedHops.of(List.of(range)).contain(address)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.2", "10.1.0.0/16, 10.0.255.255", "10.1.0.0/16, 10.2.0.0",
			"192.168.4.0/22, 192.168.3.255", "192.168.4.0/22, 192.168.8.0", "10.0.0.4/31, 10.0.0.6",
			"128.0.0.0/1, 127.255.255.255", "2001:db8::/32, 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
			"2001:db8::/32, 2001:db9::", "2001:db8::8/125, 2001:db8::10", "::1, ::2", "0.0.0.0/0, ::1",
			"::/0, 10.0.0.1", "::/0, ::ffff:10.0.0.1", "10.0.0.1, ::a00:1", "::ffff:10.0.0.0/104, 11.0.0.0" })
	void doesNotContainWhatIsOutOfRange(String range, String address) {
		assertThat(TrustedHops.of(List.of(range)).contain(address)).isFalse();
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "localhost", "unknown", "10.0.0", "10.0.0.1, 10.0.0.2", "/tmp/socket", "167772161", "%",
			"[]", "abcd" })
	void containsNothingThatIsNoAddress(String address) {
		assertThat(TrustedHops.of(List.of("0.0.0.0/0", "::/0")).contain(address)).isFalse();
	}

	@Test
	void containsWhatAnyRangeContains() {
		TrustedHops hops = TrustedHops.of(List.of("10.0.0.1", "2001:db8::/32"));
		assertThat(hops.contain("10.0.0.1")).isTrue();
		assertThat(hops.contain("2001:db8::1")).isTrue();
		assertThat(TrustedHops.of(List.of()).contain("10.0.0.1")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "localhost", "proxy.local", "cafe", "10.0.0", "10.0.0.256", "010.0.0.1",
			"10.0.0.1.", "10.0.0.1.1", "167772161", "0x0a000001", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8",
			"10.0.0.0/08", "10.0.0.0/", "/8", "10.0.0.0/8/8", "10.0.0.0/a", "10.0.0.0/255.0.0.0", "10.*.*.*",
			"10.0.0.0-10.0.0.9", ":", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7", "2001:db8::/129", "fe80::1%eth0",
			"[::1", "::ffff:10.0.0.0/95", "10.0.0.1,10.0.0.2" })
	void refusesWhatIsNoRange(String range) {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedHops.of(List.of("10.0.0.1", range)))
			.withMessage(
					"'%s' must be an IP address or a range such as '10.1.0.0/16' or '2001:db8::/32'; ".formatted(range)
							+ "host names are not resolved");
	}

}
