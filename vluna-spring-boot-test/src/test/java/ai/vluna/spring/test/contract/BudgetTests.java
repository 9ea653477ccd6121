package ai.vluna.spring.test.contract;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A budget is money that a user sets aside.
 */
@ContractTest
class BudgetTests {

	private final ContractGate gate;

	BudgetTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void deniesWhenItIsUsedUp() {
		Customer customer = this.gate.newCustomer().credit(1000);
		String budget = customer.createBudget(20);
		String first = lease(customer, budget);
		String second = lease(customer, budget);
		Hint low = Hint.find(customer.commit(first, Features.PAID, 5).hints(), "budget.low_headroom");
		assertThat(low.number("headroom_xusd").longValue()).isEqualTo(5);
		assertThat(Hint.find(customer.commit(second, Features.PAID, 5).hints(), "budget.shortfall").text("budget_id"))
			.isEqualTo(budget);
		VlunaRejectedException refusal = Refusals.refused(402, () -> lease(customer, budget));
		assertThat(refusal.getCode()).isEqualTo("BUDGET.EXHAUSTED");
		assertThat(Hint.find(refusal.getHints(), "budget.shortfall").number("shortfall_xusd").longValue())
			.isEqualTo(10);
		assertThat(customer.lease(Features.PAID)).isNotEmpty();
		assertThat(customer.read(VlunaRequest.get("/budgets/{budget_id}", budget))).containsEntry("consumed_xusd", "30")
			.containsEntry("remaining_xusd", "0");
	}

	@Test
	void takesNothingWhenItIsClosed() {
		Customer customer = this.gate.newCustomer().credit(1000);
		String budget = customer.createBudget(500);
		String lease = lease(customer, budget);
		customer.write(VlunaRequest.post("/budgets/{budget_id}/close", budget));
		assertThat(Refusals.refused(422, () -> customer.commit(lease, Features.PAID, 5)).getReason())
			.isEqualTo("budget not found or inactive");
		assertThat(Refusals.refused(422, () -> lease(customer, budget)).getReason())
			.isEqualTo("budget not found or inactive");
	}

	@Test
	void belongsToOneUser() {
		Customer customer = this.gate.newCustomer().credit(1000);
		String budget = customer.createBudget(20);
		Customer other = customer.withUser("bob").credit(1000);
		assertThat(Refusals.refused(422, () -> lease(other, budget)).getReason())
			.isEqualTo("budget not found or inactive");
	}

	@Test
	void isListed() {
		Customer customer = this.gate.newCustomer();
		String budget = customer.createBudget(20);
		assertThat(customer.read(VlunaRequest.get("/budgets")).get("items"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting("budget_id")
			.containsExactly(budget);
	}

	private static String lease(Customer customer, String budget) {
		return customer.authorize(Features.PAID, null, budget).data().leaseToken();
	}

}
