package ai.vluna.spring.test.contract;

import java.util.Map;

import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may not, is told so with 403, before and after the work.
 */
@ContractTest
class EntitlementTests {

	private final ContractGate gate;

	EntitlementTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void demandsAnEntitlement() {
		Customer customer = this.gate.newCustomer();
		assertThat(Refusals.refused(403, () -> customer.authorize(Features.REPORT)).getCode())
			.isEqualTo("ENTITLEMENT.REQUIRED");
		assertThat(Refusals.refused(403, () -> customer.ingest(Features.REPORT, 1)).getCode())
			.isEqualTo("ENTITLEMENT.REQUIRED");
	}

	@Test
	void heedsThePlan() {
		assertThat(this.gate.newCustomer(ContractCatalogue.PRO_PLAN).use(Features.REPORT, 1).hints()).isEmpty();
		Customer barred = this.gate.newCustomer(ContractCatalogue.BARRED_PLAN);
		assertThat(Refusals.refused(403, () -> barred.authorize(Features.REPORT)).getCode())
			.isEqualTo("ENTITLEMENT.DENIED");
	}

	@Test
	void takesTheCommitOfADisabledUserOnceTheyAreRestored() {
		Customer customer = this.gate.newCustomer().credit(30);
		VlunaCall<CommitResult> commit = customer.committing(this.gate.newKey(), customer.lease(Features.PAID),
				Features.PAID, 7);
		String userId = customer.userId();
		this.gate.manage(VlunaRequest.post("/billing-users/{billing_user_id}/disable", userId));
		try {
			assertThat(Refusals.refused(403, () -> customer.authorize(Features.PAID)).getCode())
				.isEqualTo("AUTH.BILLING_USER_DISABLED");
			assertThat(Refusals.refused(403, commit::await).getCode()).isEqualTo("AUTH.BILLING_USER_DISABLED");
		}
		finally {
			this.gate.manage(VlunaRequest.post("/billing-users/{billing_user_id}/restore", userId));
		}
		assertThat(commit.await().hints()).isEmpty();
	}

	@Test
	void countsSeats() {
		Customer customer = this.gate.newCustomer();
		this.gate.manage(VlunaRequest.patch("/billing-accounts/{billing_account_id}", customer.accountId())
			.body(Map.of("seat_limit", 1)));
		assertThat(customer.lease(Features.FREE)).isNotEmpty();
		VlunaRejectedException refusal = Refusals.refused(403, () -> customer.withUser("bob").authorize(Features.FREE));
		assertThat(refusal.getCode()).isEqualTo("SEAT.CAPACITY_EXCEEDED");
	}

}
