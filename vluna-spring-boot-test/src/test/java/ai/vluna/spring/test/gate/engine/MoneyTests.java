package ai.vluna.spring.test.gate.engine;

import java.util.List;
import java.util.UUID;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.Budget;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Rounding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prices, balances and budgets.
 */
class MoneyTests {

	private static final UUID BUDGET = UUID.fromString("3e478c75-4ea7-4f8b-9133-b236f58ca391");

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder()
			.feature("paid", (feature) -> feature.price(3))
			.feature("floored", (feature) -> feature.price(Price.of(6000).per(1000).rounded(Rounding.FLOOR)))
			.feature("free", (feature) -> feature.price(0))
			.account("acme", (account) -> account.balance("alice", 30_000).budget(new Budget(BUDGET, "alice", 20)))
			.account("later", Account.Builder::postpaid)
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	private final Caller bob = new Caller(this.gate, "acme", "bob");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void takesTheAmountFromTheUserWhoWorked() {
		this.alice.commit(this.alice.lease("paid"), "paid", 10);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(29_970);
		assertThat(this.gate.balance("acme", "bob")).isZero();
	}

	@Test
	void refusesAUserWithoutBalanceWhateverTheOtherHas() {
		Reply denied = this.bob.authorize("paid");
		assertThat(denied.status()).isEqualTo(402);
		assertThat(denied.message()).isEqualTo("grant balance exhausted");
		assertThat(this.bob.authorize("free").hints()).containsExactly("funding.xusd_shortfall");
	}

	@Test
	void forgetsARefusalAfterATopUp() {
		this.bob.authorize("same-key", "paid");
		this.gate.credit("acme", "bob", 1);
		assertThat(this.bob.authorize("same-key", "paid").status()).isEqualTo(200);
	}

	@Test
	void letsABalanceBecomeNegative() {
		this.alice.commit(this.alice.lease("paid"), "paid", 20_000);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(-30_000);
	}

	@Test
	void asksAPostpaidAccountForNoBalance() {
		Reply reply = new Caller(this.gate, "later", "carol").authorize("paid");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.hints()).isEmpty();
	}

	@Test
	void carriesWhatAFlooredPriceLeavesOver() {
		List<String> amounts = List.of(1500L, 1500L, 999L).stream().map((quantity) -> {
			Reply reply = this.alice.commit(this.alice.lease("floored"), "floored", quantity);
			return reply.text("/data/amount_xusd");
		}).toList();
		assertThat(amounts).containsExactly("6000", "12000", "0");
	}

	@Test
	void refusesAnAmountThatJavaScriptCannotHold() {
		Reply reply = this.alice.commit(this.alice.lease("paid"), "paid", 3002399751580331L);
		assertThat(reply.status()).isEqualTo(500);
		assertThat(reply.message()).isEqualTo("value exceeds numeric range");
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(30_000);
	}

	@Test
	void consumesABudgetAndRefusesWhenItIsUsedUp() {
		String request = "{\"feature_code\":\"paid\",\"budget_id\":\"" + BUDGET + "\"}";
		String lease = this.alice.post("authorize", Caller.newKey(), request).text("/data/lease_token");
		assertThat(this.alice.commit(lease, "paid", 10).hints()).containsExactly("budget.shortfall",
				"budget.low_headroom");
		Reply denied = this.alice.post("authorize", Caller.newKey(), request);
		assertThat(denied.status()).isEqualTo(402);
		assertThat(denied.text("/code")).isEqualTo("BUDGET.EXHAUSTED");
		assertThat(this.bob.post("authorize", Caller.newKey(), request.replace("paid", "free")).message())
			.isEqualTo("budget not found or inactive");
	}

	@Test
	void booksIngestedUsageWithoutAnyCheck() {
		String usage = "{\"feature_code\":\"paid\",\"quantity_minor\":\"10\"}";
		assertThat(this.bob.post("ingest", "late", usage).text("/data/amount_xusd")).isEqualTo("30");
		assertThat(this.bob.post("ingest", "late", usage).status()).isEqualTo(200);
		assertThat(this.gate.balance("acme", "bob")).isEqualTo(-30);
	}

}
