package ai.vluna.spring.test.gate.engine;

import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user may spend, and how that changes.
 */
class WalletTests {

	private static final String ADJUSTMENTS = "/mgt/v1/wallet/adjustments";

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.clock(new SettableClock(Instant.parse("2026-11-21T17:00:00Z")))
		.knownPrincipal("acme")
		.catalogue(GateCatalogue.builder().feature("paid", (feature) -> feature.price(3)).build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	private final Caller bob = new Caller(this.gate, "acme", "bob");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void showsNothingBeforeTheFirstCredit() {
		Reply balance = balance(this.alice);
		assertThat(balance.text("/data/balances/xusd")).isEqualTo("0");
		assertThat(balance.json().at("/data/grants")).isEmpty();
		assertThat(balance.text("/data/conversion/as_of")).isEqualTo("2026-11-21T17:00:00.000Z");
	}

	@Test
	void countsTheMoneyOfTheWalletTwice() {
		Reply credited = adjust(this.alice, "key", "10");
		assertThat(credited.status()).isEqualTo(201);
		assertThat(credited.text("/data/balance")).isEqualTo("10");
		assertThat(balance(this.alice).text("/data/balances/xusd")).isEqualTo("20");
		assertThat(balance(this.alice).text("/data/balances/usd")).isEqualTo("0.00002");
		assertThat(balance(this.bob).text("/data/balances/xusd")).isEqualTo("0");
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(10);
	}

	@Test
	void adjustsOnceForAKeyAlsoAfterARestart() {
		adjust(this.alice, "key", "10");
		adjust(this.alice, "key", "10");
		this.gate.stop();
		this.gate.start();
		assertThat(adjust(this.alice, "key", "10").text("/data/balance")).isEqualTo("10");
		assertThat(adjust(this.alice, "key", "11").message()).isEqualTo("idempotency_conflict");
		adjust(this.alice, "other", "10");
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(20);
	}

	@Test
	void takesMoneyAway() {
		adjust(this.alice, "in", "10");
		Reply debited = adjust(this.alice, "out", "-4");
		assertThat(debited.text("/data/balance")).isEqualTo("6");
		Reply balance = balance(this.alice);
		assertThat(balance.text("/data/grants/0/remaining/xusd")).isEqualTo("6");
		assertThat(balance.text("/data/grants/0/consumed_xusd")).isEqualTo("4");
		assertThat(this.alice.authorize("paid").status()).isEqualTo(200);
		adjust(this.alice, "all", "-6");
		assertThat(this.alice.authorize("paid").message()).isEqualTo("grant balance exhausted");
	}

	@Test
	void owesWhatACommitCannotTakeAndDoesNotPayItBack() {
		adjust(this.alice, "first", "10");
		this.alice.commit(this.alice.lease("paid"), "paid", 5);
		assertThat(this.alice.authorize("paid").status()).isEqualTo(402);
		adjust(this.alice, "second", "2");
		assertThat(this.alice.authorize("paid").status()).isEqualTo(200);
		Reply balance = balance(this.alice);
		assertThat(balance.text("/data/grants/0/grant_program_code")).isEqualTo("fallback-cash");
		assertThat(balance.text("/data/grants/0/remaining/xusd")).isEqualTo("-5");
		assertThat(balance.text("/data/grants/1/remaining/xusd")).isEqualTo("2");
		assertThat(balance.text("/data/outstanding_balances/xusd")).isEqualTo("9");
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(-3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "{\"delta\":\"1.5\",\"unit\":\"xusd\"};delta must be an integer string",
					"{\"unit\":\"xusd\"};delta must be an integer string",
					"{\"delta\":0,\"unit\":\"xusd\"};delta must be non-zero",
					"{\"delta\":\"1\",\"unit\":\"usd\"};unit must be xusd", "{\"delta\":\"1\"};unit must be xusd" })
	void refusesAnAdjustmentThatIsNone(String body, String message) {
		Reply refused = this.alice.postTo(ADJUSTMENTS, "key", body);
		assertThat(refused.status()).isEqualTo(422);
		assertThat(refused.message()).isEqualTo(message);
	}

	@Test
	void failsOverAnAmountThatNoColumnHolds() {
		assertThat(adjust(this.alice, "huge", "9223372036854775808").status()).isEqualTo(500);
		assertThat(adjust(this.alice, "most", "9223372036854775807").status()).isEqualTo(201);
		assertThat(adjust(this.alice, "more", "1").status()).isEqualTo(500);
		assertThat(this.gate.balance("acme", "alice")).isEqualTo(Long.MAX_VALUE);
	}

	private static Reply balance(Caller caller) {
		return caller.getFrom("/mgt/v1/wallet/balance");
	}

	private static Reply adjust(Caller caller, String key, String delta) {
		return caller.postTo(ADJUSTMENTS, key, "{\"delta\":\"" + delta + "\",\"unit\":\"xusd\"}");
	}

}
