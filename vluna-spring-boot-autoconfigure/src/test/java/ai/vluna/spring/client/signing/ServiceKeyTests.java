package ai.vluna.spring.client.signing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServiceKey}.
 */
class ServiceKeyTests {

	private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	@Test
	void hidesTheSecretInText() {
		assertThat(ServiceKey.of("pk-1", SECRET)).hasToString("ServiceKey[id=pk-1, secret=******]");
	}

	@Test
	void toleratesBlanksAroundTheSecret() {
		assertThat(ServiceKey.of("pk-1", " " + SECRET + "\n").authenticate(new byte[0]))
			.isEqualTo(ServiceKey.of("pk-1", SECRET).authenticate(new byte[0]));
	}

	@Test
	void refusesASecretThatIsNotBase64WithoutQuotingIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceKey.of("pk-1", "s3cr%t"))
			.withMessage("'secret' must be base64 encoded")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pk 1", "pk,1", "pk-\u00e4", "pk-1\r\nX-Injected: 1" })
	void refusesAnIdThatWouldBreakTheHeader(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceKey.of(id, SECRET)).withMessageContaining("'id'");
	}

	@Test
	void refusesWhatIsEmpty() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceKey.of(" ", SECRET)).withMessageContaining("'id'");
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceKey.of("pk-1", " "))
			.withMessageContaining("'secret'");
	}

}
