package ai.vluna.spring.context;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SubjectHeaders}.
 */
class SubjectHeadersTests {

	private static final TrustedHops HOPS = TrustedHops.of(List.of("10.0.0.0/8"));

	private final SubjectHeaders headers = new SubjectHeaders("X-Customer", "X-User", HOPS);

	@Test
	void takesTheWordOfATrustedHop() {
		assertThat(read("10.0.0.1", List.of("acme"), List.of("alice"))).isEqualTo(BillingIdentity.of("acme", "alice"));
		assertThat(read("10.0.0.1", List.of(), List.of("alice"))).isEqualTo(BillingIdentity.of(null, "alice"));
		assertThat(read("10.0.0.1", List.of(), List.of())).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void doesNotEvenReadTheHeadersOfAnotherHop() {
		assertThat(this.headers.read("11.0.0.1", (name) -> {
			throw new AssertionError(name);
		})).isEqualTo(BillingIdentity.UNKNOWN);
		assertThat(read(null, List.of("acme"), List.of("alice"))).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void aHeaderThatComesTwiceOrEmptySaysNothing() {
		assertThat(read("10.0.0.1", List.of("acme", "globex"), List.of("alice")))
			.isEqualTo(BillingIdentity.of(null, "alice"));
		assertThat(read("10.0.0.1", List.of("acme", "acme"), List.of(""))).isEqualTo(BillingIdentity.UNKNOWN);
		assertThat(read("10.0.0.1", List.of("acme"), List.of(" "))).isEqualTo(BillingIdentity.of("acme", null));
	}

	@Test
	void readsOnlyTheHeadersThatAreNamed() {
		SubjectHeaders userOnly = new SubjectHeaders(null, "X-User", HOPS);
		assertThat(userOnly.read("10.0.0.1", (name) -> List.of(name))).isEqualTo(BillingIdentity.of(null, "X-User"));
	}

	@Test
	void aValueThatCannotBeSentFailsAsEverywhere() {
		BillingIdentity identity = read("10.0.0.1", List.of("acme"), List.of("m\u00fcller"));
		assertThatIllegalArgumentException().isThrownBy(() -> new SubjectResolution(List.of()).resolve(identity))
			.withMessageContaining("'userId' must be printable ASCII");
	}

	private BillingIdentity read(String hop, List<String> principal, List<String> user) {
		return this.headers.read(hop, Map.of("X-Customer", principal, "X-User", user)::get);
	}

}
