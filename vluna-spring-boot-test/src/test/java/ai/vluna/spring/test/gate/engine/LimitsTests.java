package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Quotas and rates in windows that are aligned to the UTC epoch.
 */
class LimitsTests {

	private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T17:00:07Z"));

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.clock(this.clock)
		.knownPrincipal("acme", "globex")
		.catalogue(GateCatalogue.builder()
			.feature("short", (feature) -> feature.price(0).quota(Quota.of(5, Duration.ofSeconds(10))))
			.feature("shared", (feature) -> feature.price(0).quota(Quota.of(5, Duration.ofSeconds(10)).shared()))
			.feature("rated", (feature) -> feature.price(0).rate(new Rate(1, Duration.ofMinutes(1))))
			.account("initech", (account) -> account.quota("short", Quota.of(0, Duration.ofDays(1))))
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	private final Caller bob = new Caller(this.gate, "acme", "bob");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void refusesWhenTheQuotaIsUsedUpAndAllowsInTheNextWindow() {
		this.alice.commit(this.alice.lease("short"), "short", 5);
		Reply denied = this.alice.authorize("short");
		assertThat(denied.status()).isEqualTo(402);
		assertThat(denied.message()).isEqualTo("quota limit exhausted");
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(this.alice.authorize("short").text("/data/window_start")).isEqualTo("2026-11-21T17:00:10.000Z");
	}

	@Test
	void reservesNothingForAnOpenLease() {
		String first = this.alice.lease("short");
		String second = this.alice.lease("short");
		this.alice.commit(first, "short", 4);
		Reply tooMuch = this.alice.commit(second, "short", 4);
		assertThat(tooMuch.status()).isEqualTo(200);
		assertThat(tooMuch.hints()).containsExactly("quota.remaining");
		assertThat(tooMuch.json().at("/hints/0/max_quantity_minor").intValue()).isEqualTo(1);
	}

	@Test
	void countsACommitInTheWindowOfItsLease() {
		String lease = this.alice.lease("short");
		this.clock.advance(Duration.ofSeconds(10));
		this.alice.commit(lease, "short", 5);
		assertThat(this.alice.authorize("short").status()).isEqualTo(200);
	}

	@Test
	void countsAUserQuotaForEachUser() {
		this.alice.commit(this.alice.lease("short"), "short", 5);
		assertThat(this.bob.authorize("short").status()).isEqualTo(200);
	}

	@Test
	void countsASharedQuotaForAllUsersOfAPrincipalOnly() {
		this.alice.commit(this.alice.lease("shared"), "shared", 5);
		assertThat(this.bob.authorize("shared").status()).isEqualTo(402);
		assertThat(new Caller(this.gate, "globex", "alice").authorize("shared").status()).isEqualTo(200);
	}

	@Test
	void usesTheQuotaOfTheAccountsPlanInPlaceOfTheFeatures() {
		assertThat(new Caller(this.gate, "initech", "dave").authorize("short").message())
			.isEqualTo("quota limit exhausted");
	}

	@Test
	void limitsTheRateOfLeasesButNotOfReplays() {
		assertThat(this.alice.authorize("once", "rated").status()).isEqualTo(200);
		assertThat(this.alice.authorize("once", "rated").status()).isEqualTo(200);
		Reply denied = this.alice.authorize("twice", "rated");
		assertThat(denied.status()).isEqualTo(429);
		assertThat(denied.json().at("/hints/0/seconds").intValue()).isEqualTo(53);
		this.clock.advance(Duration.ofSeconds(53));
		assertThat(this.alice.authorize("twice", "rated").status()).isEqualTo(200);
	}

	@Test
	void showsWhatIsLeft() {
		this.alice.commit(this.alice.lease("short"), "short", 2);
		Reply limits = this.alice.get("limits?feature_code=short&expand=quotas,rates");
		assertThat(limits.text("/data/0/quotas/0/used_minor")).isEqualTo("2");
		assertThat(limits.text("/data/0/quotas/1/limit_minor")).isEqualTo("-1");
		assertThat(this.alice.get("meters?feature_code=short&expand=pricing").text("/data/0/pricing/unit_price_xusd"))
			.isEqualTo("0");
	}

}
