package ai.vluna.spring.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.protocol.LimitWindow;
import com.fasterxml.jackson.annotation.JsonProperty;

import static org.awaitility.Awaitility.await;

/**
 * What the suite writes into a realm before it starts: the same in each run, by upserts,
 * under one prefix. It relies on these endpoints and fields of the management API, as
 * they are publicly described:
 * <ul>
 * <li>{@code POST /feature-families}: {@code feature_family_code, name,
 * entitlement_required, active}; creates or updates by code
 * <li>{@code POST /features}: {@code feature_code, feature_family_code, name, active,
 * meters[]} of {@code meter_code, unit, scale, semantic_kind, active, meter_prices} of
 * {@code unit_price_xusd, unit_quantity_minor, rounding, effective_at}; creates or
 * updates by code. The meter named as the feature is its primary one
 * <li>{@code POST /gate/policy-bundles}: {@code bundle_key, name, status}; creates or
 * updates by key
 * <li>{@code GET /gate/policies}: {@code bundle_key, limit, cursor}, answered with
 * {@code data.items[], data.next_cursor}; {@code POST /gate/policies}:
 * {@code bundle_key, name, feature_code, kind, subject_scope, unit, window_sec,
 * limit_minor | limit_count, status}; this is no upsert, so it is done for what is not
 * listed, and {@code PATCH /gate/policies/&#123;policy_id&#125;} for what is listed with
 * another limit
 * <li>{@code POST /billing-plans}: {@code plan_code, name, kind, priority, active,
 * metadata.gate_bundle_key}, answered with {@code data.plan_id}; creates or updates by
 * code
 * <li>{@code POST /billing-plans/&#123;plan_id&#125;/entitlements}: {@code mode: replace,
 * items[]} of {@code feature_family_code, effect}
 * </ul>
 * and for each customer on {@code GET /wallet/balance} ({@code data.billing_account_id,
 * data.billing_user_id}), {@code POST /billing-plan-assignments}
 * ({@code billing_account_id, assignment_scope, plan_id, source_kind, source_ref,
 * window_start, status}), {@code POST /wallet/adjustments} ({@code delta, unit, kind,
 * reason_code}), {@code PATCH /billing-accounts/&#123;billing_account_id&#125;}
 * ({@code seat_limit}), {@code POST /billing-users/&#123;billing_user_id&#125;/disable}
 * and {@code /restore}. All of them are sent with {@code X-Realm-Admin} and an
 * idempotency key that is new in each run, those of the wallet as the customer.
 */
final class ContractCatalogue {

	static final String PREFIX = "vsb-contract";

	/**
	 * Says nothing about the reports.
	 */
	static final String STANDARD_PLAN = PREFIX + "-standard";

	/**
	 * Allows the reports.
	 */
	static final String PRO_PLAN = PREFIX + "-pro";

	/**
	 * Denies the reports.
	 */
	static final String BARRED_PLAN = PREFIX + "-barred";

	private static final String STANDARD_FAMILY = PREFIX + ".standard";

	private static final String PRO_FAMILY = PREFIX + ".pro";

	private static final String BUNDLE = PREFIX;

	private static final String LONG_AGO = "2026-01-01T00:00:00.000Z";

	// So long that hardly any run sees its end: windows are aligned to the epoch.
	private static final long WINDOW = Duration.ofDays(30).toSeconds();

	private static final long UNLIMITED = -1;

	private final ContractGate gate;

	private final Map<String, String> planIds = new LinkedHashMap<>();

	ContractCatalogue(ContractGate gate) {
		this.gate = gate;
	}

	/**
	 * Writes everything. Doing it again changes nothing.
	 */
	void write() {
		family(STANDARD_FAMILY, false);
		family(PRO_FAMILY, true);
		feature(Features.PAID, STANDARD_FAMILY, true, List.of(price(Features.PAID, 3, 1, "ceil"),
				price(Features.PAID_IN, 2000, 1000, "ceil"), price(Features.PAID_OUT, 6000, 1000, "floor")));
		feature(Features.UNPRICED, STANDARD_FAMILY, true, List.of());
		feature(Features.UNPRICED_QUOTA, STANDARD_FAMILY, true, List.of());
		feature(Features.INACTIVE, STANDARD_FAMILY, false, List.of(price(Features.INACTIVE, 0, 1, "ceil")));
		for (String free : List.of(Features.FREE, Features.QUOTA, Features.SHARED_QUOTA, Features.RATE)) {
			feature(free, STANDARD_FAMILY, true, List.of(price(free, 0, 1, "ceil")));
		}
		feature(Features.REPORT, PRO_FAMILY, true, List.of(price(Features.REPORT, 0, 1, "ceil")));
		this.gate.manage(VlunaRequest.post("/gate/policy-bundles")
			.body(Map.of("bundle_key", BUNDLE, "name", BUNDLE, "status", "active")));
		policies();
		plan(STANDARD_PLAN, List.of());
		plan(PRO_PLAN, List.of(Map.of("feature_family_code", PRO_FAMILY, "effect", "allow")));
		plan(BARRED_PLAN, List.of(Map.of("feature_family_code", PRO_FAMILY, "effect", "deny")));
	}

	private void family(String code, boolean entitlementRequired) {
		this.gate.manage(VlunaRequest.post("/feature-families")
			.body(Map.of("feature_family_code", code, "name", code, "entitlement_required", entitlementRequired,
					"active", true)));
	}

	private void feature(String code, String family, boolean active, List<Map<String, Object>> meters) {
		this.gate.manage(VlunaRequest.post("/features")
			.body(Map.of("feature_code", code, "feature_family_code", family, "name", code, "active", active, "meters",
					meters)));
	}

	private static Map<String, Object> price(String meter, long xusd, long perUnits, String rounding) {
		Map<String, Object> price = Map.of("unit_price_xusd", Long.toString(xusd), "unit_quantity_minor",
				Long.toString(perUnits), "rounding", rounding, "effective_at", LONG_AGO);
		return Map.of("meter_code", meter, "unit", "unit", "scale", 0, "semantic_kind", "activity", "active", true,
				"meter_prices", price);
	}

	private void policies() {
		Map<String, Policy> known = listPolicies().stream().collect(Collectors.toMap(Policy::name, (policy) -> policy));
		for (Map<String, Object> wanted : wantedPolicies()) {
			Policy found = known.get(wanted.get("name"));
			if (found == null) {
				this.gate.manage(VlunaRequest.post("/gate/policies").body(wanted));
			}
			else if (!found.is(wanted)) {
				Map<String, Object> change = new LinkedHashMap<>(wanted);
				change.remove("bundle_key");
				this.gate.manage(VlunaRequest.patch("/gate/policies/{policy_id}", found.id()).body(change));
			}
		}
	}

	/**
	 * Lists the policies of the suite, page by page.
	 */
	List<Policy> listPolicies() {
		VlunaRequest request = VlunaRequest.get("/gate/policies").query("bundle_key", BUNDLE).query("limit", 4);
		return this.gate.client().pages(ContractGate.operator(), request, Policy.class).stream().toList();
	}

	/**
	 * Returns what the suite's bundle consists of. A feature without a quota is refused,
	 * so each has one, if only an unlimited one.
	 */
	static List<Map<String, Object>> wantedPolicies() {
		List<Map<String, Object>> policies = new ArrayList<>();
		for (String feature : List.of(Features.PAID, Features.FREE, Features.UNPRICED, Features.INACTIVE, Features.RATE,
				Features.REPORT)) {
			policies.add(policy(feature, "quota", "user", UNLIMITED));
		}
		policies.add(policy(Features.QUOTA, "quota", "user", 10));
		policies.add(policy(Features.UNPRICED_QUOTA, "quota", "user", 10));
		policies.add(policy(Features.SHARED_QUOTA, "quota", "account", 10));
		policies.add(policy(Features.RATE, "rate", "user", 2));
		return policies;
	}

	private static Map<String, Object> policy(String feature, String kind, String scope, long limit) {
		String limitField = (kind.equals("quota")) ? "limit_minor" : "limit_count";
		return Map.of("bundle_key", BUNDLE, "name", feature + ' ' + kind, "feature_code", feature, "kind", kind,
				"subject_scope", scope, "unit", "unit", "window_sec", (int) WINDOW, limitField, Long.toString(limit),
				"status", "assignable");
	}

	private void plan(String code, List<Map<String, Object>> entitlements) {
		// A priority above that of any plan the realm may give to every account.
		Map<String, Object> plan = this.gate.manage(VlunaRequest.post("/billing-plans")
			.body(Map.of("plan_code", code, "name", code, "kind", "base", "priority", 100000, "active", true,
					"metadata", Map.of("gate_bundle_key", BUNDLE))));
		String id = plan.get("plan_id").toString();
		this.planIds.put(code, id);
		this.gate.manage(VlunaRequest.post("/billing-plans/{plan_id}/entitlements", id)
			.body(Map.of("mode", "replace", "items", entitlements)));
	}

	/**
	 * Puts a customer on a plan, and waits until the gate acts on it.
	 */
	void assign(Customer customer, String plan) {
		this.gate.manage(VlunaRequest.post("/billing-plan-assignments")
			.body(Map.of("billing_account_id", customer.accountId(), "assignment_scope", "account", "plan_id",
					this.planIds.get(plan), "source_kind", "ops.manual", "source_ref", customer.principal(),
					"window_start", LONG_AGO, "status", "active")));
		await().atMost(Duration.ofMinutes(3))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(500))
			.until(() -> limited(customer));
	}

	/**
	 * Tells whether the gate refuses features that nobody has written.
	 */
	boolean isClosed() {
		try {
			this.gate.newCustomer().authorize(this.gate.newName("unknown"));
			return false;
		}
		catch (VlunaRejectedException ex) {
			return ex.getStatus() == 422;
		}
	}

	private static boolean limited(Customer customer) {
		List<LimitWindow> quotas = customer.limits(Features.QUOTA).get(0).quotas();
		return quotas.stream().map(LimitWindow::limitMinor).toList().equals(List.of("10"));
	}

	/**
	 * A policy as it is listed.
	 */
	record Policy(@JsonProperty("policy_id") String id, @JsonProperty("name") String name,
			@JsonProperty("window_sec") long windowSeconds, @JsonProperty("limit_minor") String quota,
			@JsonProperty("limit_count") String rate, @JsonProperty("status") String status) {

		boolean is(Map<String, Object> wanted) {
			return Objects.equals(this.quota, wanted.get("limit_minor"))
					&& Objects.equals(this.rate, wanted.get("limit_count"))
					&& this.windowSeconds == ((Number) wanted.get("window_sec")).longValue()
					&& this.status.equals(wanted.get("status"));
		}

	}

}
