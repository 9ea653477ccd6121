package ai.vluna.spring.client.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.http.ScriptedGate.Received;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.BatchCommitRequest.Item;
import ai.vluna.spring.client.protocol.BatchCommitResult;
import ai.vluna.spring.client.protocol.FeatureLimit;
import ai.vluna.spring.client.protocol.LimitWindow;
import ai.vluna.spring.client.protocol.LimitsQuery;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.MeterLine;
import ai.vluna.spring.client.protocol.MetersQuery;
import ai.vluna.spring.client.protocol.MetersQuery.Detail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link GateCalls}, on answers of a real gate. What is sent to authorize,
 * commit, cancel and ingest is in {@link WebClientVlunaClientTests}.
 */
class GateCallsTests {

	private static final CallContext USER = CallContext.ofUser("acct-funded", "u1");

	private static final String TOKEN = "lease.b967cb2c-dd81-475a-942b-4f2458c6637b.9c1977c22ae3626e";

	private final ScriptedGate scripted = new ScriptedGate();

	private final TestClient client = new TestClient(this.scripted.url());

	private final GateOperations gate = this.client.gate();

	@AfterEach
	void close() {
		this.client.close();
		this.scripted.close();
	}

	@Test
	void listsLimits() {
		this.scripted.answers(Recorded.answer("limits-expanded"));
		List<FeatureLimit> limits = this.gate
			.limits(USER,
					new LimitsQuery(List.of("llm.quota"), List.of("llm.premium", "pro.tools"),
							Instant.parse("2026-11-20T00:00:00Z")))
			.await()
			.data();
		assertThat(limits).containsExactly(new FeatureLimit("llm.quota", "llm.premium", "unit",
				List.of(new LimitWindow("user", "2026-11-20T00:00:00.000Z", "2026-11-20T01:00:00.000Z", "10", "0"),
						new LimitWindow("user", "2026-11-20T00:00:00.000Z", "2026-11-21T00:00:00.000Z", "-1", "0")),
				List.of(), List.of("llm.quota")));
		assertThat(limits.get(0).quotas()).extracting(LimitWindow::isUnlimited).containsExactly(false, true);
		assertThatRead("/mgt/v1/gate/limits?feature_code=llm.quota&feature_family_code=llm.premium"
				+ "&feature_family_code=pro.tools&expand=quotas&expand=rates&as_of=2026-11-20T00%3A00%3A00Z");
	}

	@Test
	void listsTheLimitsOfAllFeatures() {
		this.scripted.answers(Recorded.answer("limits"));
		assertThat(this.gate.limits(USER, LimitsQuery.ofFeatures()).await().data()).hasSize(11)
			.allSatisfy((limit) -> assertThat(limit.quotas()).isEmpty())
			.extracting(FeatureLimit::featureCode)
			.contains("llm.chat", "llm.off");
		assertThatRead("/mgt/v1/gate/limits?expand=quotas&expand=rates");
	}

	@Test
	void listsPrices() {
		this.scripted.answers(Recorded.answer("meters-expanded"));
		List<MeterLimit> meters = this.gate.meters(USER, MetersQuery.everythingOf(List.of("llm.paid"))).await().data();
		assertThat(meters).extracting(MeterLimit::meterCode).containsExactly("llm.paid", "llm.paid.in", "llm.paid.out");
		MeterLimit in = meters.get(1);
		assertThat(in.pricing()).isEqualTo(new MeterLimit.Price("2000", "1000", "ceil", "2026-01-01T00:00:00.000Z",
				"unit", "ecc8373fed36d19de5b181bbe0e26470c475b23087c40ec57aae6a0b55fb3e42"));
		assertThat(in.coverage()).isEqualTo(
				new MeterLimit.Coverage("xusd", "999951068", "499975000", null, null, "2026-11-21T17:15:42.380Z"));
		assertThat(in.features()).containsExactly("llm.paid");
		assertThat(in.featureFamilyCodes()).containsExactly("llm.premium");
		assertThat(in.quotas()).singleElement().matches(LimitWindow::isUnlimited);
		assertThatRead("/mgt/v1/gate/meters?feature_code=llm.paid&expand=limits&expand=pricing&expand=coverage"
				+ "&coverage_profile=optimistic");
	}

	@Test
	void asksForPricesOnly() {
		this.scripted.answers(Recorded.answer("meters"));
		assertThat(this.gate.meters(USER, MetersQuery.pricesOf(List.of())).await().data()).hasSize(13)
			.allSatisfy((meter) -> assertThat(meter.pricing()).isNull());
		assertThatRead("/mgt/v1/gate/meters?expand=pricing");
	}

	@Test
	void asksWhatABudgetSufficesFor() {
		this.scripted.answers(Recorded.answer("meters-budget"));
		String budget = "fada86d6-6f18-49ca-839c-5b065a5f868b";
		MeterLimit.Coverage coverage = this.gate
			.meters(USER, new MetersQuery(List.of("llm.paid"), List.of(), List.of(), Set.of(Detail.COVERAGE), budget))
			.await()
			.data()
			.get(0)
			.coverage();
		assertThat(coverage.basis()).isEqualTo("budget");
		assertThat(coverage.budgetId()).isEqualTo(budget);
		assertThat(coverage.maxQuantityMinorEstimated()).isEqualTo("300");
		assertThatRead("/mgt/v1/gate/meters?meter_code=llm.paid&expand=coverage&coverage_profile=optimistic"
				+ "&coverage_basis=budget&coverage_budget_id=" + budget);
	}

	@Test
	void tellsTheOptimisticEstimate() {
		this.scripted.answers(Recorded.answer("meters-optimistic"));
		assertThat(this.gate.meters(USER, MetersQuery.everythingOf(List.of())).await().data().get(0).coverage())
			.satisfies((coverage) -> assertThat(coverage.optimisticQuantityMinor()).isEqualTo("499976000"));
	}

	@Test
	void sendsNoKeyToRead() {
		this.scripted.answers(Recorded.answer("limits"));
		this.gate.limits(USER.withIdempotencyKey("k"), LimitsQuery.ofFeatures()).await();
		assertThat(this.scripted.onlyRequest().header("Idempotency-Key")).isNull();
	}

	@Test
	void refusesToReadForNobody() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gate.limits(CallContext.ofRealm(), LimitsQuery.ofFeatures()))
			.withMessageContaining("'principalId'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gate.meters(CallContext.ofRealm(), MetersQuery.pricesOf(List.of())))
			.withMessageContaining("'principalId'");
	}

	@Test
	void tellsWhatTheGateRefuses() {
		this.scripted.answers(Recorded.answer("meters-without-principal"));
		assertThatExceptionOfType(VlunaRejectedException.class)
			.isThrownBy(() -> this.gate.meters(USER, MetersQuery.pricesOf(List.of())).await())
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("AUTH.MISSING_RUNTIME_BINDINGS"));
	}

	@Test
	void repeatsReadsThatAreNotAnswered() {
		this.scripted.answers(ScriptedGate.empty(503), ScriptedGate.json(200, "{\"ok\":true,\"data\":[{}]}"),
				Recorded.answer("limits"));
		assertThat(this.gate.limits(USER, LimitsQuery.ofFeatures()).await().data()).hasSize(11);
		assertThat(this.scripted.received()).hasSize(3);
	}

	@Test
	void commitsABatch() {
		this.scripted.answers(Recorded.answer("batch"));
		BatchCommitResult result = this.gate
			.commitBatch(USER.withIdempotencyKey("batch-1"),
					new BatchCommitRequest(
							List.of(item(TOKEN, "10", "item-1"),
									new Item("item-2", TOKEN, "llm.paid", "7",
											List.of(new MeterLine("llm.paid.in", "3")), Map.of("a", "b")))))
			.await()
			.data();
		assertThat(result.items()).extracting(BatchCommitResult.Item::status)
			.containsExactly("committed", "invalid", "invalid", "invalid", "committed", "invalid");
		assertThat(result.items().get(0).commit().amountXusd()).isEqualTo("30");
		assertThat(result.items().get(2).error())
			.isEqualTo(new BatchCommitResult.Error("RESOURCE.NOT_FOUND", "lease not found"));
		assertThat(result.items()).extracting(BatchCommitResult.Item::index).containsExactly(0, 1, 2, 3, 4, 5);
		assertThat(result.committedCount()).isEqualTo(2);
		assertThat(result.failedCount()).isEqualTo(4);
		Received request = this.scripted.onlyRequest();
		assertThat(request.uri()).isEqualTo("/mgt/v1/gate/commits/batch");
		assertThat(request.header("Idempotency-Key")).isEqualTo("batch-1");
		assertThat(request.text()).isEqualTo("{\"items\":[{\"lease_token\":\"" + TOKEN
				+ "\",\"feature_code\":\"llm.paid\",\"quantity_minor\":\"10\",\"idempotency_key\":\"item-1\"},"
				+ "{\"lease_token\":\"" + TOKEN + "\",\"feature_code\":\"llm.paid\",\"quantity_minor\":\"7\","
				+ "\"meters\":[{\"meter_code\":\"llm.paid.in\",\"quantity_minor\":\"3\"}],"
				+ "\"labels\":{\"a\":\"b\"},\"idempotency_key\":\"item-2\"}]}");
	}

	@Test
	void tellsWhatWentWrongInABatch() {
		this.scripted.answers(Recorded.answer("batch-failed"));
		assertThat(this.gate
			.commitBatch(USER.withIdempotencyKey("b"), new BatchCommitRequest(List.of(item(TOKEN, "1", "i"))))
			.await()
			.data()
			.items()).extracting(BatchCommitResult.Item::status).containsExactly("committed", "failed", "failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nope", "lease.123.001122", "lease.b967cb2c-dd81-475a-942b-4f2458c6637b",
			"lease.b967cb2c-dd81-475a-942b-4f2458c6637.9c19" })
	void refusesTokensThatWouldUndoTheRestOfTheBatch(String token) {
		assertThatIllegalArgumentException().isThrownBy(() -> commitBatch(item(token, "10", "item-1")))
			.withMessageContaining("'leaseToken' of item 'item-1'")
			.satisfies((ex) -> assertThat(token.isEmpty() || !ex.getMessage().contains(token)).isTrue());
	}

	@Test
	void refusesItemsThatWouldUndoTheRestOfTheBatch() {
		assertThatIllegalArgumentException().isThrownBy(() -> commitBatch(item(TOKEN, "9007199254740992", "i")))
			.withMessageContaining("'quantityMinor'");
		assertThatIllegalArgumentException().isThrownBy(() -> commitBatch(item(TOKEN, "1", "")))
			.withMessageContaining("'idempotencyKey'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gate.commitBatch(USER, new BatchCommitRequest(List.of())))
			.withMessageContaining("'idempotencyKey'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"items\":[{}]}", "{\"items\":[{\"index\":null,\"status\":\"committed\"}]}",
			"{\"items\":[null]}", "[]" })
	void takesABatchWithoutItsItemsForNoAnswer(String data) {
		this.scripted.answers(ScriptedGate.json(200, "{\"ok\":true,\"data\":" + data + "}"));
		assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> commitBatch(item(TOKEN, "1", "i")));
	}

	private void commitBatch(Item item) {
		this.gate.commitBatch(USER.withIdempotencyKey("b"), new BatchCommitRequest(List.of(item))).await();
	}

	private static Item item(String token, String quantity, String key) {
		return new Item(key, token, "llm.paid", quantity, List.of(), Map.of());
	}

	private void assertThatRead(String uri) {
		Received request = this.scripted.onlyRequest();
		assertThat(request.method()).isEqualTo("GET");
		assertThat(request.uri()).isEqualTo(uri);
		assertThat(request.header("X-Principal-Id")).isEqualTo("acct-funded");
		WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY);
	}

}
