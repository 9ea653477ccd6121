package ai.vluna.spring.test.gate.script;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the gate can be asked.
 *
 * @since 0.1.0
 */
public enum Endpoint {

	/**
	 * A lease before the work.
	 */
	AUTHORIZE("POST", "/mgt/v1/gate/authorize"),

	/**
	 * Usage on a lease.
	 */
	COMMIT("POST", "/mgt/v1/gate/commits"),

	/**
	 * Usage on several leases.
	 */
	COMMIT_BATCH("POST", "/mgt/v1/gate/commits/batch"),

	/**
	 * A lease given back.
	 */
	CANCEL("POST", "/mgt/v1/gate/cancel"),

	/**
	 * Usage without a lease.
	 */
	INGEST("POST", "/mgt/v1/gate/ingest"),

	/**
	 * What is left of quotas and rates.
	 */
	LIMITS("GET", "/mgt/v1/gate/limits"),

	/**
	 * Meters and their prices.
	 */
	METERS("GET", "/mgt/v1/gate/meters"),

	/**
	 * What a user may spend.
	 */
	WALLET_BALANCE("GET", "/mgt/v1/wallet/balance"),

	/**
	 * Money added to or taken from what a user may spend.
	 */
	WALLET_ADJUST("POST", "/mgt/v1/wallet/adjustments"),

	/**
	 * A new budget.
	 */
	BUDGET_CREATE("POST", "/mgt/v1/budgets"),

	/**
	 * The budgets of a user.
	 */
	BUDGET_LIST("GET", "/mgt/v1/budgets"),

	/**
	 * One budget.
	 */
	BUDGET_GET("GET", "/mgt/v1/budgets/{budget_id}"),

	/**
	 * The end of a budget.
	 */
	BUDGET_CLOSE("POST", "/mgt/v1/budgets/{budget_id}/close"),

	/**
	 * Something that happened.
	 */
	EVENT("POST", "/mgt/v1/events"),

	/**
	 * Several things that happened.
	 */
	EVENT_BATCH("POST", "/mgt/v1/events/batch"),

	/**
	 * A token for an end user, who is named in the body.
	 */
	TOKEN("POST", "/mgt/v1/token/issue", Binding.SERVICE),

	/**
	 * What a user has used.
	 */
	USAGE_REPORT("POST", "/mgt/v1/reports/usage/self"),

	/**
	 * How what a user has used was paid.
	 */
	SETTLEMENT_REPORT("POST", "/mgt/v1/reports/settlements/self"),

	/**
	 * An operator writes a feature family.
	 */
	FAMILY_UPSERT("POST", "/mgt/v1/feature-families", Binding.SERVICE),

	/**
	 * An operator writes a feature with its meters and prices.
	 */
	FEATURE_UPSERT("POST", "/mgt/v1/features", Binding.SERVICE),

	/**
	 * An operator writes a bundle of gate policies.
	 */
	BUNDLE_UPSERT("POST", "/mgt/v1/gate/policy-bundles", Binding.SERVICE),

	/**
	 * An operator reads gate policies.
	 */
	POLICY_LIST("GET", "/mgt/v1/gate/policies", Binding.SERVICE),

	/**
	 * An operator adds a gate policy.
	 */
	POLICY_CREATE("POST", "/mgt/v1/gate/policies", Binding.SERVICE),

	/**
	 * An operator changes a gate policy.
	 */
	POLICY_UPDATE("PATCH", "/mgt/v1/gate/policies/{policy_id}", Binding.SERVICE),

	/**
	 * An operator writes a billing plan.
	 */
	PLAN_UPSERT("POST", "/mgt/v1/billing-plans", Binding.SERVICE),

	/**
	 * An operator writes what a billing plan entitles to.
	 */
	PLAN_ENTITLE("POST", "/mgt/v1/billing-plans/{plan_id}/entitlements", Binding.SERVICE),

	/**
	 * An operator puts an account on a billing plan.
	 */
	PLAN_ASSIGN("POST", "/mgt/v1/billing-plan-assignments", Binding.SERVICE),

	/**
	 * An operator limits the seats of an account.
	 */
	ACCOUNT_UPDATE("PATCH", "/mgt/v1/billing-accounts/{billing_account_id}", Binding.SERVICE),

	/**
	 * An operator shuts a user out.
	 */
	USER_DISABLE("POST", "/mgt/v1/billing-users/{billing_user_id}/disable", Binding.SERVICE),

	/**
	 * An operator lets a user in again.
	 */
	USER_RESTORE("POST", "/mgt/v1/billing-users/{billing_user_id}/restore", Binding.SERVICE),

	/**
	 * Whether the server is alive; needs no signature.
	 */
	HEALTH("GET", "/health", Binding.NOBODY);

	private static final List<Endpoint> FIXED_FIRST = Arrays.stream(values())
		.sorted(Comparator.comparing((Endpoint endpoint) -> !endpoint.route.fixed()))
		.toList();

	private final Route route;

	private final Binding binding;

	Endpoint(String method, String path) {
		this(method, path, Binding.USER);
	}

	Endpoint(String method, String path, Binding binding) {
		this.route = new Route(method, path);
		this.binding = binding;
	}

	/**
	 * Finds an endpoint. Paths are case-sensitive, one trailing slash is accepted.
	 * @param method the HTTP method
	 * @param path the path without its query
	 * @return the endpoint, or {@code null} if there is none
	 */
	public static @Nullable Endpoint find(String method, String path) {
		String[] segments = Route.split(path);
		for (Endpoint endpoint : FIXED_FIRST) {
			if (endpoint.route.matches(method, segments)) {
				return endpoint;
			}
		}
		return null;
	}

	/**
	 * Tells whether a request has a body.
	 * @return {@code false} for a GET
	 */
	public boolean hasBody() {
		return !this.route.method().equals("GET");
	}

	/**
	 * Tells whether a request changes something and so needs an idempotency key.
	 * @return {@code false} for a GET and for a report
	 */
	public boolean changesState() {
		return hasBody() && this != USAGE_REPORT && this != SETTLEMENT_REPORT;
	}

	/**
	 * Returns who has to be named.
	 * @return what a request is bound to
	 */
	public Binding binding() {
		return this.binding;
	}

	@Nullable String variable(String name, String path) {
		return this.route.variable(name, path);
	}

	/**
	 * Who has to be named by a request.
	 */
	public enum Binding {

		/**
		 * Nobody: it is not even signed.
		 */
		NOBODY,

		/**
		 * The application, by its signature.
		 */
		SERVICE,

		/**
		 * The application, and a user of a principal.
		 */
		USER

	}

}
