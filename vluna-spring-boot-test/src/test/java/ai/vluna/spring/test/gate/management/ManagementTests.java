package ai.vluna.spring.test.gate.management;

import java.io.IOException;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ManagementTests {

	private final EmbeddedGate gate = EmbeddedGate.builder().knownPrincipal("acme").start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@BeforeEach
	void writeACatalogue() throws IOException {
		post("feature-families", "{'feature_family_code':'tools'}");
		post("features", "{'feature_code':'Chat','feature_family_code':'tools','meters':["
				+ "{'meter_code':'chat','meter_prices':{'unit_price_xusd':'3'}}]}");
		post("gate/policy-bundles", "{'bundle_key':'limits'}");
	}

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void writesAFeatureThatIsUsedAtOnce() {
		this.gate.credit("acme", "alice", 100);
		assertThat(this.alice.commit(this.alice.lease("chat"), "chat", 7).text("/data/amount_xusd")).isEqualTo("21");
	}

	@Test
	void changesAPriceAndKeepsTheRest() throws IOException {
		this.gate.credit("acme", "alice", 100);
		String lease = this.alice.lease("chat");
		Reply reply = post("features", "{'feature_code':'chat','feature_family_code':'tools','meters':["
				+ "{'meter_code':'chat.in','meter_prices':{'unit_price_xusd':5,'rounding':'nearest'}}]}");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.text("/data/meters/1/meter_prices/rounding")).isEqualTo("nearest");
		assertThat(this.alice.commit(lease, "chat", 7).text("/data/amount_xusd")).isEqualTo("21");
	}

	@Test
	void givesTheSameIdentifierToTheSameCode() throws IOException {
		Reply first = post("features", "{'feature_code':'new','feature_family_code':'tools'}");
		Reply second = post("features", "{'feature_code':'NEW','feature_family_code':'tools'}");
		assertThat(first.status()).isEqualTo(201);
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.text("/data/feature_id")).isEqualTo(first.text("/data/feature_id"));
	}

	@Test
	void switchesAFeatureOff() throws IOException {
		post("features", "{'feature_code':'chat','feature_family_code':'tools','active':false}");
		assertThat(this.alice.authorize("chat").message()).isEqualTo("feature inactive");
	}

	@Test
	void refusesAFeatureOfNoFamily() throws IOException {
		Reply reply = post("features", "{'feature_code':'x','feature_family_code':'nowhere'}");
		assertThat(reply.status()).isEqualTo(422);
		assertThat(this.alice.authorize("x").message()).isEqualTo("feature not found");
	}

	@Test
	void refusesWhatHasTheWrongForm() throws IOException {
		assertThat(post("features", "{'feature_family_code':'tools'}").message()).isEqualTo("feature_code is required");
		assertThat(post("feature-families", "{'feature_family_code':'x','active':'yes'}").message())
			.isEqualTo("active must be a boolean");
		assertThat(post("gate/policies", policy("quota", "limit_count", 1)).status()).isEqualTo(422);
		assertThat(post("gate/policies", policy("seats", "limit_count", 1)).message())
			.isEqualTo("kind must be one of quota, rate");
	}

	@Test
	void needsAKeyToWrite() throws IOException {
		Reply reply = request("POST", "feature-families", "{}").signedFor(this.gate).send(this.gate);
		assertThat(reply.message()).isEqualTo("missing_idempotency_key");
	}

	@Test
	void limitsTheAccountsOfAPlan() throws IOException {
		this.gate.credit("acme", "alice", 100);
		assign("base", "limits");
		assertThat(this.alice.authorize("chat").message()).isEqualTo("no active policy for feature");
		post("gate/policies", policy("rate", "limit_count", 2));
		assertThat(this.alice.authorize("chat").message()).isEqualTo("no quota policy window configured for feature");
		String quota = post("gate/policies", policy("quota", "limit_minor", 10)).text("/data/policy_id");
		this.alice.commit(this.alice.lease("chat"), "chat", 10);
		assertThat(this.alice.authorize("chat").message()).isEqualTo("quota limit exhausted");
		patch("gate/policies/" + quota, "{'limit_minor':'-1'}");
		assertThat(this.alice.authorize("chat").status()).isEqualTo(200);
		assertThat(this.alice.authorize("chat").status()).isEqualTo(429);
	}

	@Test
	void prefersThePlanWithTheHighestPriority() throws IOException {
		this.gate.credit("acme", "alice", 100);
		post("gate/policies", policy("quota", "limit_minor", 10));
		post("gate/policy-bundles", "{'bundle_key':'empty'}");
		assign("low", "limits");
		assign("high", "empty");
		assertThat(this.alice.authorize("chat").message()).isEqualTo("no active policy for feature");
		post("gate/policy-bundles", "{'bundle_key':'empty','status':'disabled'}");
		assertThat(this.alice.authorize("chat").status()).isEqualTo(200);
	}

	@Test
	void entitlesTheAccountsOfAPlan() throws IOException {
		post("gate/policies", policy("quota", "limit_minor", -1));
		this.gate.credit("acme", "alice", 100);
		String plan = assign("base", "limits");
		post("feature-families", "{'feature_family_code':'tools','entitlement_required':true}");
		assertThat(this.alice.authorize("chat").message()).isEqualTo("entitlement required");
		entitle(plan, "allow");
		assertThat(this.alice.authorize("chat").status()).isEqualTo(200);
		entitle(plan, "deny");
		assertThat(this.alice.authorize("chat").message()).isEqualTo("entitlement denied");
	}

	@Test
	void shutsUsersOut() throws IOException {
		this.gate.credit("acme", "alice", 100);
		String user = this.alice.wallet().text("/data/billing_user_id");
		assertThat(post("billing-users/" + user + "/disable", "{}").text("/data/status")).isEqualTo("disabled");
		assertThat(this.alice.authorize("chat").message()).isEqualTo("billing user is not active");
		post("billing-users/" + user + "/restore", "{}");
		assertThat(this.alice.authorize("chat").status()).isEqualTo(200);
		assertThat(post("billing-users/nobody/disable", "{}").status()).isEqualTo(404);
	}

	@Test
	void countsSeats() throws IOException {
		String account = this.alice.wallet().text("/data/billing_account_id");
		patch("billing-accounts/" + account, "{'seat_limit':1}");
		Caller bob = new Caller(this.gate, "acme", "bob");
		assertThat(bob.authorize("chat").message()).isEqualTo("billing account seat capacity exceeded");
		patch("billing-accounts/" + account, "{'seat_limit':null}");
		assertThat(bob.authorize("chat").message()).isEqualTo("grant balance exhausted");
	}

	@Test
	void listsPoliciesPageByPage() throws IOException {
		for (int limit = 1; limit <= 3; limit++) {
			post("gate/policies", policy("quota", "limit_minor", limit));
		}
		JsonNode first = get("gate/policies?bundle_key=limits&limit=2").json().path("data");
		assertThat(first.path("items")).hasSize(2);
		JsonNode last = get("gate/policies?limit=2&cursor=" + first.path("next_cursor").stringValue()).json();
		assertThat(last.at("/data/items/0/limit_minor").stringValue()).isEqualTo("3");
		assertThat(last.at("/data/next_cursor").isNull()).isTrue();
		assertThat(get("gate/policies?kind=rate").json().at("/data/items")).isEmpty();
	}

	@Test
	void forgetsWhatWasWrittenWhenTheGateIsReset() throws IOException {
		this.gate.reset();
		assertThat(this.alice.authorize("chat").message()).isEqualTo("feature not found");
		assertThat(post("features", "{'feature_code':'chat','feature_family_code':'tools'}").status()).isEqualTo(422);
	}

	private String assign(String plan, String bundle) throws IOException {
		String id = post("billing-plans",
				"{'plan_code':'%s','name':'%s','kind':'base','priority':%d,'metadata':{'gate_bundle_key':'%s'}}"
					.formatted(plan, plan, plan.length(), bundle))
			.text("/data/plan_id");
		Reply assigned = post("billing-plan-assignments",
				"{'billing_account_id':'%s','assignment_scope':'account','plan_id':'%s','source_kind':'ops.manual',"
					.formatted(this.alice.wallet().text("/data/billing_account_id"), id)
						+ "'source_ref':'test','window_start':'2026-01-01T00:00:00Z'}");
		assertThat(assigned.status()).as(assigned.body()).isEqualTo(201);
		return id;
	}

	private void entitle(String plan, String effect) throws IOException {
		post("billing-plans/" + plan + "/entitlements",
				"{'mode':'replace','items':[{'feature_family_code':'tools','effect':'%s'}]}".formatted(effect));
	}

	private static String policy(String kind, String limitField, long limit) {
		return ("{'bundle_key':'limits','name':'p','feature_code':'chat','kind':'%s','subject_scope':'user',"
				+ "'unit':'unit','window_sec':3600000,'%s':'%d'}")
			.formatted(kind, limitField, limit);
	}

	private Reply post(String path, String body) throws IOException {
		return write("POST", path, body);
	}

	private Reply patch(String path, String body) throws IOException {
		return write("PATCH", path, body);
	}

	private Reply write(String method, String path, String body) throws IOException {
		return request(method, path, body).key(Caller.newKey()).signedFor(this.gate).send(this.gate);
	}

	private Reply get(String uri) throws IOException {
		return new GateRequest("GET", "/mgt/v1/" + uri, "").signedFor(this.gate).send(this.gate);
	}

	private static GateRequest request(String method, String path, String body) {
		return new GateRequest(method, "/mgt/v1/" + path, body.replace('\'', '"')).header("content-type",
				"application/json");
	}

}
