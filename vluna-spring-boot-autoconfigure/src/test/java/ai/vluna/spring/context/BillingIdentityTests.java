package ai.vluna.spring.context;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BillingIdentity}.
 */
class BillingIdentityTests {

	@Test
	void unknownPartsAreTakenFromTheOther() {
		BillingIdentity user = BillingIdentity.of(null, "alice");
		assertThat(user.orElse(BillingIdentity.of("acme", "bob"))).isEqualTo(BillingIdentity.of("acme", "alice"));
	}

	@Test
	void knownPartsAreKept() {
		BillingIdentity principal = BillingIdentity.of("acme", null);
		assertThat(principal.orElse(BillingIdentity.of("globex", "alice")))
			.isEqualTo(BillingIdentity.of("acme", "alice"));
	}

	@Test
	void theAccountComesFromTheSourceOfThePrincipal() {
		BillingIdentity user = BillingIdentity.of(null, "alice");
		BillingIdentity other = new BillingIdentity("acme", "bob", "account-1");
		assertThat(user.orElse(other)).isEqualTo(new BillingIdentity("acme", "alice", "account-1"));
	}

	@Test
	void theAccountOfAnotherPrincipalIsNotTaken() {
		BillingIdentity principal = BillingIdentity.of("acme", null);
		BillingIdentity other = new BillingIdentity("globex", "bob", "account-2");
		assertThat(principal.orElse(other)).isEqualTo(new BillingIdentity("acme", "bob", null));
	}

	@Test
	void anAccountWithoutAPrincipalIsDropped() {
		BillingIdentity account = new BillingIdentity(null, null, "account-1");
		assertThat(account.orElse(BillingIdentity.of("acme", "alice"))).isEqualTo(BillingIdentity.of("acme", "alice"));
	}

	@Test
	void isCompleteWithPrincipalAndUser() {
		assertThat(BillingIdentity.of("acme", "alice").isComplete()).isTrue();
		assertThat(BillingIdentity.of("acme", null).isComplete()).isFalse();
		assertThat(BillingIdentity.of(null, "alice").isComplete()).isFalse();
		assertThat(BillingIdentity.of(null, null)).isSameAs(BillingIdentity.UNKNOWN);
	}

}
