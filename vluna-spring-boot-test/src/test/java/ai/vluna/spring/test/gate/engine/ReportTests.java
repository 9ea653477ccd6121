package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user sees of their own usage.
 */
class ReportTests {

	private static final String TIME = "\"time\":{\"from\":\"2026-11-01T00:00:00Z\",\"to\":\"2026-12-01T00:00:00Z\","
			+ "\"granularity\":\"day\"}";

	private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T17:00:00Z"));

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.clock(this.clock)
		.catalogue(GateCatalogue.builder()
			.feature("paid", (feature) -> feature.price(3))
			.feature("unpriced")
			.account("acme", (account) -> account.balance("alice", 10))
			.build())
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@BeforeEach
	void work() {
		this.alice.commit(this.alice.lease("paid"), "paid", 2);
		this.alice.commit(this.alice.lease("unpriced"), "unpriced", 7);
		this.clock.advance(Duration.ofDays(1));
		this.alice.commit(this.alice.lease("paid"), "paid", 3);
		this.alice.post("ingest", Caller.newKey(),
				"{\"feature_code\":\"paid\",\"quantity_minor\":1,\"occurred_at\":\"2026-10-01\"}");
	}

	@Test
	void sumsUpUsageByDay() {
		Reply report = ask("usage", "");
		assertThat(report.status()).isEqualTo(200);
		assertThat(report.json().at("/data/rows")).hasSize(2);
		assertThat(report.text("/data/rows/0/bucket_start")).isEqualTo("2026-11-21T00:00:00.000Z");
		assertThat(report.text("/data/rows/0/quantity_minor")).isEqualTo("2");
		assertThat(report.text("/data/rows/1/amount_xusd")).isEqualTo("9");
		assertThat(report.json().at("/data/rows/1/commit_count").intValue()).isEqualTo(1);
		assertThat(report.json().at("/meta/has_more").booleanValue()).isFalse();
	}

	@Test
	void sumsUpByWhatItIsAsked() {
		Reply report = ask("usage", ",\"aggregate\":\"group_total\",\"group_by\":[\"feature_code\",\"meter_code\"],"
				+ "\"metrics\":[\"quantity_minor\"]");
		assertThat(report.json().at("/data/rows")).hasSize(1);
		assertThat(report.json().at("/data/rows/0").toString())
			.isEqualTo("{\"bucket_start\":\"2026-11-01T00:00:00.000Z\",\"feature_code\":\"paid\","
					+ "\"meter_code\":\"paid\",\"quantity_minor\":\"5\"}");
	}

	@Test
	void showsHowUsageWasPaidAndWhatWasNotCharged() {
		Reply report = ask("settlements",
				",\"aggregate\":\"group_total\",\"group_by\":[\"application_status\",\"funding_kind\"]");
		assertThat(report.json()
			.at("/data/rows")
			.valueStream()
			.map((row) -> row.path("application_status").asString("") + ' ' + row.path("funding_kind").asString("-")
					+ ' ' + row.path("applied_amount_xusd").asString("")))
			.containsExactlyInAnyOrder("applied cash 10", "applied fallback 5", "quarantined - 0");
	}

	@Test
	void filtersByDimension() {
		Reply report = ask("settlements",
				",\"dim_filters\":[{\"field\":\"application_status\",\"op\":\"eq\",\"value\":\"quarantined\"}]");
		assertThat(report.json().at("/data/rows")).hasSize(1);
		assertThat(
				ask("usage", ",\"dim_filters\":[{\"field\":\"feature_code\",\"op\":\"in\",\"value\":[\"x\"]}]").json()
					.at("/data/rows"))
			.isEmpty();
	}

	@Test
	void goesOnWithACursor() {
		Reply first = ask("usage", ",\"limit\":1");
		assertThat(first.json().at("/meta/has_more").booleanValue()).isTrue();
		Reply second = ask("usage", ",\"limit\":1,\"cursor\":\"" + first.text("/meta/next_cursor") + "\"");
		assertThat(second.text("/data/rows/0/bucket_start")).isEqualTo("2026-11-22T00:00:00.000Z");
		assertThat(second.json().at("/meta/next_cursor").isNull()).isTrue();
	}

	@Test
	void showsNobodyElsesUsage() {
		Reply report = new Caller(this.gate, "acme", "bob").postTo("/mgt/v1/reports/usage/self", Caller.newKey(),
				"{" + TIME + "}");
		assertThat(report.json().at("/data/rows")).isEmpty();
	}

	@Test
	void needsNoIdempotencyKeyAndRemembersNothing() throws Exception {
		GateRequest request = new GateRequest("POST", "/mgt/v1/reports/usage/self", "{" + TIME + "}")
			.header("content-type", "application/json")
			.subject("acme", "alice")
			.signedFor(this.gate);
		String before = request.send(this.gate).body();
		this.alice.commit(this.alice.post("authorize", Caller.newKey(), "{\"feature_code\":\"unpriced\"}")
			.text("/data/lease_token"), "unpriced", 1);
		assertThat(request.send(this.gate).body()).isEqualTo(before);
		this.alice.post("ingest", Caller.newKey(), "{\"feature_code\":\"paid\",\"quantity_minor\":1}");
		assertThat(request.send(this.gate).body()).isNotEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "{};time.granularity must be day or month",
					"{\"time\":{\"granularity\":\"day\"}};time.from must be a UTC date-time",
					"{\"time\":{\"granularity\":\"month\",\"from\":\"2026-11-01T00:00:00+01:00\"}};"
							+ "time.from must be a UTC date-time" })
	void refusesATimeThatIsNone(String body, String message) {
		Reply refused = this.alice.postTo("/mgt/v1/reports/usage/self", Caller.newKey(), body);
		assertThat(refused.status()).isEqualTo(422);
		assertThat(refused.message()).isEqualTo(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { ",\"group_by\":[\"colour\"]", ",\"metrics\":[\"joy\"]", ",\"cursor\":\"x\"",
			",\"dim_filters\":[{\"field\":\"colour\"}]", ",\"aggregate\":\"total\",\"group_by\":[\"feature_code\"]" })
	void refusesWhatItDoesNotKnow(String further) {
		assertThat(ask("usage", further).status()).isEqualTo(422);
	}

	private Reply ask(String report, String further) {
		return this.alice.postTo("/mgt/v1/reports/" + report + "/self", Caller.newKey(), "{" + TIME + further + "}");
	}

}
