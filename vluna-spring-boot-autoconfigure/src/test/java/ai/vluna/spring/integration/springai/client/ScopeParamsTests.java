package ai.vluna.spring.integration.springai.client;

import java.util.HashMap;
import java.util.Map;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.model.ModelCallOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScopeParams}.
 */
class ScopeParamsTests {

	private static final BillingIdentity ACME = new BillingIdentity("acme", "alice", "account");

	@Test
	void completesTheUserOfACallWithTheCustomerOfItsClient() {
		assertThat(identity(new BillingIdentity("acme", null, "account"), BillingIdentity.of(null, "bob")))
			.isEqualTo(new BillingIdentity("acme", "bob", "account"));
		assertThat(identity(ACME, BillingIdentity.of(null, "bob")))
			.isEqualTo(new BillingIdentity("acme", "bob", "account"));
	}

	@Test
	void leavesTheAccountOfAClientToItsCustomer() {
		assertThat(identity(ACME, BillingIdentity.of("globex", null))).isEqualTo(BillingIdentity.of("globex", "alice"));
		assertThat(identity(ACME, BillingIdentity.of("globex", "bob"))).isEqualTo(BillingIdentity.of("globex", "bob"));
	}

	@Test
	void keepsWhatOnlyTheClientSays() {
		assertThat(identity(ACME, BillingIdentity.UNKNOWN)).isEqualTo(ACME);
		assertThat(identity(BillingIdentity.UNKNOWN, BillingIdentity.UNKNOWN)).isNull();
	}

	private static @Nullable BillingIdentity identity(BillingIdentity client, BillingIdentity call) {
		Map<String, Object> params = new HashMap<>(params(client));
		params.putAll(params(call));
		ModelCallOptions options = ScopeParams.read(params);
		return (options != null) ? options.identity() : null;
	}

	private static Map<String, Object> params(BillingIdentity identity) {
		return ScopeParams.of(ModelCallOptions.builder().identity(identity).build());
	}

}
