package ai.vluna.spring.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody has to be announced: the client bears what the gate does when it first sees
 * somebody.
 */
@ContractTest
class NewcomerTests {

	private final ContractGate gate;

	NewcomerTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void healsTheFirstCallOfAPrincipal() {
		assertThat(this.gate.stranger().accountId()).isNotEmpty();
	}

	@Test
	void healsConcurrentFirstCallsOfAPrincipal() {
		Customer stranger = this.gate.stranger();
		List<String> accounts = atOnce(4, (number) -> stranger);
		assertThat(accounts).hasSize(4).containsOnly(stranger.accountId());
	}

	@Test
	void healsConcurrentFirstCallsOfUsers() {
		Customer customer = this.gate.newCustomer();
		List<String> accounts = atOnce(8, (number) -> customer.withUser("user-" + number));
		assertThat(accounts).hasSize(8).containsOnly(customer.accountId());
	}

	private List<String> atOnce(int count, IntFunction<Customer> customers) {
		return Objects.requireNonNull(Flux.range(0, count)
			.flatMap((number) -> this.gate.client().wallet().balance(customers.apply(number).reader()).send(), count)
			.mapNotNull((response) -> response.data().billingAccountId())
			.collectList()
			.block(Duration.ofMinutes(2)));
	}

}
