package ai.vluna.spring.client.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.http.ScriptedGate.Received;
import ai.vluna.spring.client.protocol.billing.AdjustedBalance;
import ai.vluna.spring.client.protocol.billing.BillingEvent;
import ai.vluna.spring.client.protocol.billing.Budget;
import ai.vluna.spring.client.protocol.billing.BudgetRequest;
import ai.vluna.spring.client.protocol.billing.BudgetsQuery;
import ai.vluna.spring.client.protocol.billing.ClosedBudget;
import ai.vluna.spring.client.protocol.billing.EventBatchResult;
import ai.vluna.spring.client.protocol.billing.PlatformToken;
import ai.vluna.spring.client.protocol.billing.Report;
import ai.vluna.spring.client.protocol.billing.ReportQuery;
import ai.vluna.spring.client.protocol.billing.TokenRequest;
import ai.vluna.spring.client.protocol.billing.WalletAdjustment;
import ai.vluna.spring.client.protocol.billing.WalletBalance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for wallet, budgets, events, tokens and reports, on recorded answers where there
 * are any.
 */
class NounsTests {

	private static final CallContext USER = CallContext.ofUser("acct-funded", "u1");

	private static final CallContext WRITE = USER.withIdempotencyKey("key-1");

	private static final Instant NOON = Instant.parse("2026-06-30T12:00:00Z");

	private static final BillingEvent EVENT = new BillingEvent(BillingEvent.Kind.OUTCOME, "outcome.done", NOON, "job-1",
			Map.of("pages", 3), Map.of("env", "test"));

	private final ScriptedGate gate = new ScriptedGate();

	private final TestClient testClient = new TestClient(this.gate.url());

	private final VlunaClient client = this.testClient.client();

	@AfterEach
	void close() {
		this.testClient.close();
		this.gate.close();
	}

	@Test
	void tellsTheBalance() {
		this.gate.answers(Recorded.answer("wallet-balance"));
		WalletBalance balance = this.client.wallet().balance(USER).await().data();
		assertThat(balance.balances()).isEqualTo(new WalletBalance.Amounts("2999951068", "2999.951068"));
		assertThat(balance.outstandingBalances().xusd()).isEqualTo("-9007195254830234");
		assertThat(balance.grants()).extracting(WalletBalance.Grant::grantProgramCode)
			.containsExactly("fallback-cash", "wallet-cash");
		WalletBalance.Grant cash = balance.grants().get(1);
		assertThat(cash.remaining().xusd()).isEqualTo("999951068");
		assertThat(cash.onLedger()).isFalse();
		assertThat(cash.priority()).isZero();
		assertThatSent("GET", Recorded.path("wallet-balance"), "");
	}

	@Test
	void adjustsTheBalance() {
		this.gate.answers(ScriptedGate.json(201, """
				{"ok":true,"code":"OK","data":{"billing_account_id":"a","billing_user_id":"b","unit":"xusd",
				"balance":"-9007199254740993"}}"""));
		AdjustedBalance balance = this.client.wallet()
			.adjust(WRITE,
					new WalletAdjustment(Long.MIN_VALUE, WalletAdjustment.Kind.DEBIT,
							new WalletAdjustment.Origin("refund", "inv-7"), "late", "sorry"))
			.await()
			.data();
		assertThat(balance).isEqualTo(new AdjustedBalance("a", "b", "-9007199254740993"));
		assertThatSent("POST", "/mgt/v1/wallet/adjustments",
				"{\"delta\":\"-9223372036854775808\",\"unit\":\"xusd\",\"kind\":\"debit\","
						+ "\"origin\":{\"kind\":\"refund\",\"ref\":\"inv-7\"},\"reason_code\":\"late\",\"note\":\"sorry\"}");
	}

	@Test
	void refusesToAdjustByNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> WalletAdjustment.ofXusd(0));
	}

	@Test
	void createsABudget() {
		this.gate.answers(Recorded.answer("budget-created"));
		Budget budget = this.client.budgets().create(WRITE, BudgetRequest.ofAll("b", 20)).await().data();
		assertThat(budget.budgetId()).isEqualTo("51b00c18-dfce-4184-ae7b-c71cb2296b82");
		assertThat(budget.status()).isEqualTo("active");
		assertThat(budget.limitXusd()).isEqualTo("20");
		assertThat(budget.remainingXusd()).isEqualTo("20");
		assertThat(budget.windowStart()).isNull();
		assertThatSent("POST", Recorded.path("budget-created"),
				"{\"name\":\"b\",\"scope_kind\":\"global\",\"limit_xusd\":\"20\"}");
	}

	@Test
	void createsABudgetOfAFeature() {
		this.gate.answers(Recorded.answer("budget-created"));
		this.client.budgets()
			.create(WRITE,
					new BudgetRequest(null, "feature", Map.of("feature", "llm.chat"), null, NOON, NOON.plusSeconds(60),
							Map.of("run", 7)))
			.await();
		assertThatSent("POST", "/mgt/v1/budgets",
				"{\"scope_kind\":\"feature\",\"scope_payload\":{\"feature\":\"llm.chat\"},"
						+ "\"window_start\":\"2026-06-30T12:00:00Z\",\"window_end\":\"2026-06-30T12:01:00Z\","
						+ "\"metadata\":{\"run\":7}}");
	}

	@Test
	void refusesALimitBelowNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> BudgetRequest.ofFeature("b", "llm.chat", -1));
	}

	@Test
	void readsABudget() {
		this.gate.answers(Recorded.answer("budget"));
		Budget budget = this.client.budgets().get(USER, "51b00c18-dfce-4184-ae7b-c71cb2296b82").await().data();
		assertThat(budget.consumedXusd()).isEqualTo("30");
		assertThat(budget.remainingXusd()).isEqualTo("0");
		assertThatSent("GET", Recorded.path("budget"), "");
	}

	@Test
	void tellsThatThereIsNoSuchBudget() {
		this.gate.answers(ScriptedGate.error(404, "RESOURCE.NOT_FOUND", "budget not found"));
		assertThatExceptionOfType(VlunaRejectedException.class)
			.isThrownBy(() -> this.client.budgets().get(USER, "51b00c18").await())
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("budget not found"));
	}

	@Test
	void listsBudgets() {
		this.gate.answers(ScriptedGate.json(200, """
				{"ok":true,"data":{"items":[{"budget_id":"b1"},{"budget_id":"b2"}],"next_cursor":"b3"}}"""),
				ScriptedGate.json(200, "{\"ok\":true,\"data\":{\"items\":[{\"budget_id\":\"b4\"}]}}"));
		assertThat(this.client.budgets().list(USER, new BudgetsQuery(List.of("active", "closed"), "r", "llm.chat")))
			.extracting(Budget::budgetId)
			.containsExactly("b1", "b2", "b4");
		String first = "/mgt/v1/budgets?limit=200&status=active&status=closed&name=r&feature=llm.chat";
		assertThat(this.gate.received()).extracting(Received::uri).containsExactly(first, first + "&cursor=b3");
	}

	@Test
	void namesASingleStatusTwice() {
		this.gate.answers(ScriptedGate.json(200, "{\"ok\":true,\"data\":{\"items\":[]}}"));
		assertThat(this.client.budgets().list(USER, BudgetsQuery.active())).isEmpty();
		assertThat(this.client.budgets().list(USER, BudgetsQuery.all())).isEmpty();
		assertThat(this.gate.received()).extracting(Received::uri)
			.containsExactly("/mgt/v1/budgets?limit=200&status=active&status=active", "/mgt/v1/budgets?limit=200");
	}

	@Test
	void closesABudget() {
		this.gate.answers(Recorded.answer("budget-closed"));
		ClosedBudget closed = this.client.budgets()
			.close(WRITE, "3043f9fb-949f-43ce-9a08-69742c90ab73", null)
			.await()
			.data();
		assertThat(closed.remainingXusd()).isEqualTo("500");
		assertThatSent("POST", Recorded.path("budget-closed"), "{}");
	}

	@Test
	void saysWhyABudgetIsClosed() {
		this.gate.answers(Recorded.answer("budget-closed"));
		this.client.budgets().close(WRITE, "b", "run is over").await();
		assertThat(this.gate.onlyRequest().text()).isEqualTo("{\"reason\":\"run is over\"}");
	}

	@Test
	void recordsAnEvent() {
		this.gate.answers(ScriptedGate.json(201, """
				{"ok":true,"code":"OK","data":{"event_id":"e-1","semantic_kind":"outcome","payload":{"pages":3},
				"request_hash":"h","created_at":"2026-06-30T12:00:01.000Z"}}"""));
		assertThat(this.client.events().record(WRITE, EVENT).await().data().eventId()).isEqualTo("e-1");
		assertThatSent("POST", "/mgt/v1/events",
				"{\"semantic_kind\":\"outcome\",\"event_type\":\"outcome.done\","
						+ "\"occurred_at\":\"2026-06-30T12:00:00Z\",\"subject_ref\":\"job-1\","
						+ "\"payload\":{\"pages\":3},\"labels\":{\"env\":\"test\"}}");
	}

	@Test
	void recordsSeveralEvents() {
		this.gate.answers(ScriptedGate.json(207, """
				{"ok":true,"data":{"results":[{"index":0,"status":"accepted","event_id":"e-1"},
				{"index":1,"status":"invalid","error":{"code":"VALIDATION.INVALID_INPUT","message":"no"}}],
				"accepted_count":1,"failed_count":1}}"""));
		EventBatchResult result = this.client.events().recordBatch(WRITE, List.of(EVENT, EVENT)).await().data();
		assertThat(result.results()).containsExactly(new EventBatchResult.Item(0, "accepted", "e-1", null),
				new EventBatchResult.Item(1, "invalid", null,
						new EventBatchResult.Error("VALIDATION.INVALID_INPUT", "no")));
		assertThat(result.acceptedCount()).isOne();
		assertThat(this.gate.onlyRequest().uri()).isEqualTo("/mgt/v1/events/batch");
		assertThat(this.gate.onlyRequest().text()).startsWith("{\"events\":[{\"semantic_kind\":\"outcome\",");
	}

	@Test
	void refusesEventsThatTheGateWouldCallItsOwnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> event(" ", null));
		assertThatIllegalArgumentException().isThrownBy(() -> event("x".repeat(129), null));
		assertThatIllegalArgumentException().isThrownBy(() -> event("x", "x".repeat(257)));
		assertThat(event("x".repeat(128), "x".repeat(256)).payload()).isEmpty();
	}

	private static BillingEvent event(String type, String subjectRef) {
		return new BillingEvent(BillingEvent.Kind.ACTIVITY, type, NOON, subjectRef, Map.of(), Map.of());
	}

	@Test
	void issuesAToken() {
		this.gate.answers(ScriptedGate.json(200, """
				{"ok":true,"code":"OK","data":{"access_token":"secret-token","token_type":"Bearer","expires_in":300,
				"expires_at":"2026-06-30T12:05:00.000Z","billing_account_id":"a","billing_user_id":"u"}}"""));
		VlunaResponse<PlatformToken> response = this.client.tokens()
			.issue(WRITE, TokenRequest.lasting(Duration.ofMinutes(5)))
			.await();
		assertThat(response.data().accessToken()).isEqualTo("secret-token");
		assertThat(response.data().expiresIn()).isEqualTo(300);
		assertThat(response.toString() + response.data()).doesNotContain("secret-token");
		assertThatSent("POST", "/mgt/v1/token/issue",
				"{\"principal_id\":\"acct-funded\",\"user_id\":\"u1\",\"session_ttl_sec\":300}");
	}

	@Test
	void issuesATokenWithEverything() {
		this.gate.answers(ScriptedGate.json(200, "{\"ok\":true,\"data\":{\"access_token\":\"t\"}}"));
		this.client.tokens()
			.issue(WRITE,
					new TokenRequest(List.of("portal"), Duration.ofSeconds(61), Map.of("email", "a@example.com"), "n"))
			.await();
		assertThat(this.gate.onlyRequest().text())
			.isEqualTo("{\"principal_id\":\"acct-funded\",\"user_id\":\"u1\",\"scopes\":[\"portal\"],"
					+ "\"session_ttl_sec\":61,\"traits\":{\"email\":\"a@example.com\"},\"nonce\":\"n\"}");
	}

	@Test
	void refusesATokenThatExpiresAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.lasting(Duration.ofMillis(999)));
	}

	@Test
	void reportsUsage() {
		this.gate.answers(ScriptedGate.empty(503), ScriptedGate.json(200, """
				{"ok":true,"data":{"granularity":"day","group_by":["bucket_start","feature_code"],
				"metrics":["amount_xusd","commit_count"],"rows":[{"bucket_start":"2026-06-01T00:00:00.000Z",
				"feature_code":"llm.chat","amount_xusd":"12","commit_count":3}]},
				"meta":{"next_cursor":"c-2","has_more":true}}"""));
		ReportQuery.Time june = new ReportQuery.Time(Instant.parse("2026-06-01T00:00:00Z"),
				Instant.parse("2026-07-01T00:00:00Z"), "day");
		VlunaResponse<Report> response = this.client.reports()
			.usage(USER, ReportQuery.of(june, "feature_code"))
			.await();
		assertThat(response.data().rows()).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("amount_xusd", "12").containsEntry("commit_count", 3));
		assertThat(response.data().metrics()).containsExactly("amount_xusd", "commit_count");
		assertThat(response.nextCursor()).isEqualTo("c-2");
		Received request = this.gate.received().get(1);
		assertThat(request.uri()).isEqualTo("/mgt/v1/reports/usage/self");
		assertThat(request.header("Idempotency-Key")).isNull();
		assertThat(request.text())
			.isEqualTo("{\"time\":{\"from\":\"2026-06-01T00:00:00Z\",\"to\":\"2026-07-01T00:00:00Z\","
					+ "\"granularity\":\"day\"},\"group_by\":[\"feature_code\"]}");
	}

	@Test
	void reportsSettlements() {
		this.gate.answers(ScriptedGate.json(200, "{\"ok\":true,\"data\":{\"granularity\":\"month\",\"rows\":[]}}"));
		ReportQuery query = new ReportQuery(new ReportQuery.Time(NOON, NOON.plusSeconds(1), "month"), List.of(),
				List.of("settlement_count"),
				List.of(new ReportQuery.Filter("application_status", List.of("quarantined"))), 10, null)
			.withCursor("c-2");
		assertThat(this.client.reports().settlements(USER, query).await().data().rows()).isEmpty();
		assertThat(this.gate.onlyRequest().uri()).isEqualTo("/mgt/v1/reports/settlements/self");
		assertThat(this.gate.onlyRequest().text()).endsWith("\"group_by\":[],\"metrics\":[\"settlement_count\"],"
				+ "\"dim_filters\":[{\"field\":\"application_status\",\"op\":\"in\",\"value\":[\"quarantined\"]}],"
				+ "\"limit\":10,\"cursor\":\"c-2\"}");
	}

	@Test
	void tellsThatTheOpenServerHasNoReports() {
		this.gate.answers(ScriptedGate.error(404, "RESOURCE.NOT_FOUND", "Cannot POST /mgt/v1/reports/usage/self"));
		assertThatExceptionOfType(VlunaRejectedException.class).isThrownBy(() -> this.client.reports()
			.usage(USER, ReportQuery.of(new ReportQuery.Time(NOON, NOON.plusSeconds(1), "day")))
			.await());
		assertThat(this.gate.received()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void sendsEachCallAgainWhileItIsNotAnswered(Calls calls, boolean writes) {
		this.gate.answers(ScriptedGate.empty(502));
		VlunaCall<?> call = calls.prepare(this.client, WRITE);
		assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(call::await);
		assertThat(this.gate.received()).hasSize(3).extracting(Received::text).containsOnly(new String(call.body()));
		assertThat(this.gate.received()).extracting((request) -> request.header("Idempotency-Key"))
			.containsOnly((call.body().length > 0) ? "key-1" : null);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void refusesEachCallForNobody(Calls calls, boolean writes) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> calls.prepare(this.client, CallContext.ofRealm().withIdempotencyKey("k")))
			.withMessageContaining("'principalId'");
	}

	@ParameterizedTest
	@MethodSource("calls")
	void refusesToWriteWithoutAKey(Calls calls, boolean writes) {
		Consumer<VlunaClient> prepare = (client) -> calls.prepare(client, USER);
		if (writes) {
			assertThatIllegalArgumentException().isThrownBy(() -> prepare.accept(this.client))
				.withMessageContaining("'idempotencyKey'");
		}
		else {
			prepare.accept(this.client);
		}
		assertThat(this.gate.connections()).isEmpty();
	}

	static Stream<Arguments> calls() {
		Map<String, Calls> writes = new LinkedHashMap<>();
		writes.put("adjust", (client, context) -> client.wallet().adjust(context, WalletAdjustment.ofXusd(1)));
		writes.put("create", (client, context) -> client.budgets().create(context, BudgetRequest.ofAll("b", 1)));
		writes.put("close", (client, context) -> client.budgets().close(context, "b", null));
		writes.put("record", (client, context) -> client.events().record(context, EVENT));
		writes.put("recordBatch", (client, context) -> client.events().recordBatch(context, List.of(EVENT)));
		writes.put("issue",
				(client, context) -> client.tokens().issue(context, TokenRequest.lasting(Duration.ofSeconds(1))));
		Map<String, Calls> reads = new LinkedHashMap<>();
		ReportQuery query = ReportQuery.of(new ReportQuery.Time(NOON, NOON.plusSeconds(1), "day"));
		reads.put("balance", (client, context) -> client.wallet().balance(context));
		reads.put("get", (client, context) -> client.budgets().get(context, "b"));
		reads.put("usage", (client, context) -> client.reports().usage(context, query));
		reads.put("settlements", (client, context) -> client.reports().settlements(context, query));
		return Stream.concat(arguments(writes, true), arguments(reads, false));
	}

	private static Stream<Arguments> arguments(Map<String, Calls> calls, boolean write) {
		return calls.entrySet().stream().map((call) -> Arguments.argumentSet(call.getKey(), call.getValue(), write));
	}

	private void assertThatSent(String method, String uri, String body) {
		Received request = this.gate.onlyRequest();
		assertThat(request.method()).isEqualTo(method);
		assertThat(request.uri()).isEqualTo(uri);
		assertThat(request.text()).isEqualTo(body);
		assertThat(request.header("Idempotency-Key")).isEqualTo("GET".equals(method) ? null : "key-1");
		assertThat(request.header("X-Principal-Id")).isEqualTo("acct-funded");
		assertThat(request.header("X-User-Id")).isEqualTo("u1");
		WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY);
	}

	@FunctionalInterface
	interface Calls {

		VlunaCall<?> prepare(VlunaClient client, CallContext context);

	}

}
