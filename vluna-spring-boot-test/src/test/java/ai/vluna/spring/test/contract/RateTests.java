package ai.vluna.spring.test.contract;

import java.time.Instant;
import java.util.List;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A rate counts leases, and says when the next one can be had.
 */
@ContractTest
class RateTests {

	private final ContractGate gate;

	RateTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void deniesTheThirdLeaseOfTwo() {
		Customer customer = this.gate.newCustomer();
		assertThat(remaining(customer.authorize(Features.RATE).hints())).isEqualTo(1);
		assertThat(remaining(customer.authorize(Features.RATE).hints())).isZero();
		VlunaRejectedException refusal = Refusals.refused(429, () -> customer.authorize(Features.RATE));
		assertThat(refusal.getCode()).isEqualTo("LIMIT.RATE_EXCEEDED");
		Hint hint = Hint.find(refusal.getHints(), "rate.limit");
		assertThat(hint).isNotNull();
		assertThat(hint.number("seconds").longValue()).isPositive();
		assertThat(Instant.parse(hint.text("until"))).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
	}

	@Test
	void doesNotCountALeaseThatIsGivenAgain() {
		Customer customer = this.gate.newCustomer();
		VlunaCall<AuthorizeResult> call = customer.authorizing(this.gate.newKey(), Features.RATE);
		for (int i = 0; i < 4; i++) {
			call.await();
		}
		assertThat(customer.lease(Features.RATE)).isNotEmpty();
		Refusals.refused(429, () -> customer.authorize(Features.RATE));
	}

	@Test
	void countsForOneUser() {
		Customer customer = this.gate.newCustomer();
		customer.lease(Features.RATE);
		customer.lease(Features.RATE);
		assertThat(customer.withUser("bob").lease(Features.RATE)).isNotEmpty();
	}

	private static long remaining(List<Hint> hints) {
		return Hint.find(hints, "rate.limit").number("remaining").longValue();
	}

}
