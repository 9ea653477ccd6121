package ai.vluna.spring.client.http;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link VlunaClientSettings} and {@link RetrySettings}.
 */
class VlunaClientSettingsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final RetrySettings RETRY = new RetrySettings(1, Duration.ZERO, Duration.ZERO);

	@ParameterizedTest
	@ValueSource(strings = { "/mgt/v1", "gate.example.com", "mailto:gate@example.com", "ftp://gate/mgt/v1",
			"http://gate/mgt/v1?x=1", "http://gate/mgt/v1#x", "http://user:password@gate/mgt/v1" })
	void refusesAnAddressThatCannotBeSignedOrReached(String baseUrl) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VlunaClientSettings(URI.create(baseUrl), "realm", SECOND, SECOND, RETRY))
			.withMessageStartingWith("'baseUrl' must ")
			.withMessageNotContaining("password");
	}

	@Test
	void refusesTimesAndCountsThatLetNothingThrough() {
		URI baseUrl = URI.create("http://gate/mgt/v1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VlunaClientSettings(baseUrl, " ", SECOND, SECOND, RETRY))
			.withMessageContaining("'realmId'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VlunaClientSettings(baseUrl, "realm", Duration.ZERO, SECOND, RETRY))
			.withMessageContaining("'responseTimeout'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VlunaClientSettings(baseUrl, "realm", SECOND, Duration.ZERO, RETRY))
			.withMessageContaining("'callTimeout'");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetrySettings(0, Duration.ZERO, Duration.ZERO))
			.withMessageContaining("'maxAttempts'");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetrySettings(1, SECOND, Duration.ZERO))
			.withMessageContaining("'maxBackoff'");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetrySettings(1, SECOND.negated(), SECOND))
			.withMessageContaining("'minBackoff'");
	}

}
