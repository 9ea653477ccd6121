package ai.vluna.spring.test.gate.engine;

import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far money reaches, as a client may ask before it works.
 */
class CoverageTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.clock(new SettableClock(Instant.parse("2026-11-21T17:00:00Z")))
		.catalogue(GateCatalogue.builder()
			.feature("blocks", (feature) -> feature.price(Price.of(30).per(1000)))
			.feature("free", (feature) -> feature.price(0))
			.feature("unpriced")
			.account("acme", (account) -> account.balance("alice", 100))
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void countsWholeBlocksAndOneMoreToTheOptimist() {
		Reply coverage = ask(this.alice, "blocks", "&coverage_profile=optimistic");
		assertThat(coverage.text("/data/0/coverage/max_quantity_minor_estimated")).isEqualTo("3000");
		assertThat(coverage.text("/data/0/coverage/optimistic_quantity_minor")).isEqualTo("4000");
		assertThat(coverage.text("/data/0/coverage/as_of")).isEqualTo("2026-11-21T17:00:00.000Z");
	}

	@Test
	void isNothingWithoutMoneyOrPrice() {
		Reply broke = ask(new Caller(this.gate, "acme", "bob"), "blocks", "");
		assertThat(broke.text("/data/0/coverage/max_quantity_minor_estimated")).isEqualTo("0");
		assertThat(broke.text("/data/0/coverage/notes")).isEqualTo("no active grants; feature=blocks");
		Reply free = ask(this.alice, "free", "");
		assertThat(free.text("/data/0/coverage/max_quantity_minor_estimated")).isEqualTo("0");
		assertThat(free.text("/data/0/coverage/notes")).isEqualTo("feature=free; pricing unavailable");
		assertThat(ask(this.alice, "unpriced", "").json().at("/data/0").has("coverage")).isFalse();
	}

	@Test
	void followsTheBudgetThatIsAskedFor() {
		String limited = budget("{\"limit_xusd\":60}");
		assertThat(ofBudget(limited).text("/data/0/coverage/max_quantity_minor_estimated")).isEqualTo("2000");
		assertThat(ofBudget(limited).text("/data/0/coverage/budget_id")).isEqualTo(limited);
		assertThat(ofBudget(budget("{}")).text("/data/0/coverage/notes")).startsWith("budget has no limit configured");
		assertThat(
				ofBudget(budget("{\"limit_xusd\":60,\"window_start\":\"2026-12-01\"}")).text("/data/0/coverage/notes"))
			.startsWith("budget window not yet active");
		assertThat(ofBudget(budget("{\"limit_xusd\":60,\"window_end\":\"2026-11-01\"}")).text("/data/0/coverage/notes"))
			.startsWith("budget window expired");
	}

	@Test
	void knowsNoBudgetThatIsClosedOrSomebodyElses() {
		String id = budget("{\"limit_xusd\":60}");
		Reply foreign = ask(new Caller(this.gate, "acme", "bob"), "blocks", basis(id));
		assertThat(foreign.status()).isEqualTo(404);
		assertThat(foreign.message()).isEqualTo("budget not found");
		this.alice.postTo("/mgt/v1/budgets/" + id + "/close", Caller.newKey(), "{}");
		assertThat(ofBudget(id).message()).isEqualTo("budget inactive");
		assertThat(ofBudget("nope").message()).isEqualTo("invalid budget_id");
	}

	private Reply ofBudget(String id) {
		return ask(this.alice, "blocks", basis(id));
	}

	private static String basis(String budget) {
		return "&coverage_basis=budget&coverage_budget_id=" + budget;
	}

	private static Reply ask(Caller caller, String feature, String further) {
		return caller.get("meters?expand=coverage&feature_code=" + feature + further);
	}

	private String budget(String body) {
		return this.alice.postTo("/mgt/v1/budgets", Caller.newKey(), body).text("/data/budget_id");
	}

}
