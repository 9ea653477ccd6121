package ai.vluna.spring.test.contract;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.protocol.billing.Budget;
import ai.vluna.spring.client.protocol.billing.BudgetsQuery;
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
		Budget used = this.gate.client().budgets().get(customer.reader(), budget).await().data();
		assertThat(used.consumedXusd()).isEqualTo("30");
		assertThat(used.remainingXusd()).isEqualTo("0");
	}

	@Test
	void takesNothingWhenItIsClosed() {
		Customer customer = this.gate.newCustomer().credit(1000);
		String budget = customer.createBudget(500);
		String lease = lease(customer, budget);
		this.gate.client().budgets().close(customer.newContext(), budget, "done").await();
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
		assertThat(this.gate.client().budgets().list(customer.reader(), BudgetsQuery.active()))
			.extracting(Budget::budgetId)
			.containsExactly(budget);
	}

	private static String lease(Customer customer, String budget) {
		return customer.authorize(Features.PAID, null, budget).data().leaseToken();
	}

}
