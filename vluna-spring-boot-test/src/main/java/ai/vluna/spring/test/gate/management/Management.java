package ai.vluna.spring.test.gate.management;

import java.util.function.BiFunction;

import ai.vluna.spring.test.gate.engine.Administration;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.engine.QueryParameters;
import ai.vluna.spring.test.gate.protocol.Answer;
import tools.jackson.databind.JsonNode;

/**
 * The operator's door to an engine: as much of the management API as is needed to set up
 * features, prices, limits, plans and accounts. Each call is one transaction of the
 * engine, so the catalogue changes while requests are being answered.
 *
 * @since 0.1.0
 */
public final class Management {

	private final GateEngine engine;

	private final CatalogueManagement catalogue;

	private final PolicyManagement policies;

	private final PlanManagement plans;

	private final AccountManagement accounts = new AccountManagement();

	/**
	 * Opens the door.
	 * @param engine the engine
	 */
	public Management(GateEngine engine) {
		this.engine = engine;
		ManagementTables tables = new ManagementTables();
		PlanProjection projection = new PlanProjection(tables);
		this.catalogue = new CatalogueManagement(tables);
		this.policies = new PolicyManagement(tables, projection);
		this.plans = new PlanManagement(tables, projection);
	}

	/**
	 * Returns what it is the door to.
	 * @return the engine
	 */
	public GateEngine engine() {
		return this.engine;
	}

	/**
	 * Creates or updates a feature family.
	 * @param body the request
	 * @return the answer
	 */
	public Answer upsertFamily(JsonNode body) {
		return write(this.catalogue::upsertFamily, body);
	}

	/**
	 * Creates or updates a feature with its meters and prices.
	 * @param body the request
	 * @return the answer
	 */
	public Answer upsertFeature(JsonNode body) {
		return write(this.catalogue::upsertFeature, body);
	}

	/**
	 * Creates or updates a bundle of policies.
	 * @param body the request
	 * @return the answer
	 */
	public Answer upsertBundle(JsonNode body) {
		return write(this.policies::upsertBundle, body);
	}

	/**
	 * Lists policies.
	 * @param query the parameters of the query
	 * @return the answer
	 */
	public Answer policies(QueryParameters query) {
		return this.engine.administer((work) -> this.policies.list(query.values()));
	}

	/**
	 * Creates a policy.
	 * @param body the request
	 * @return the answer
	 */
	public Answer createPolicy(JsonNode body) {
		return write(this.policies::create, body);
	}

	/**
	 * Updates a policy.
	 * @param id its identifier
	 * @param body the request
	 * @return the answer
	 */
	public Answer updatePolicy(String id, JsonNode body) {
		return write((work, fields) -> this.policies.update(work, id, fields), body);
	}

	/**
	 * Creates or updates a plan.
	 * @param body the request
	 * @return the answer
	 */
	public Answer upsertPlan(JsonNode body) {
		return write(this.plans::upsertPlan, body);
	}

	/**
	 * Adds or replaces what a plan entitles to.
	 * @param id the identifier of the plan
	 * @param body the request
	 * @return the answer
	 */
	public Answer upsertEntitlements(String id, JsonNode body) {
		return write((work, fields) -> this.plans.upsertEntitlements(work, id, fields), body);
	}

	/**
	 * Puts an account on a plan.
	 * @param body the request
	 * @return the answer
	 */
	public Answer assign(JsonNode body) {
		return write(this.plans::assign, body);
	}

	/**
	 * Updates an account.
	 * @param id its identifier
	 * @param body the request
	 * @return the answer
	 */
	public Answer updateAccount(String id, JsonNode body) {
		return write((work, fields) -> this.accounts.updateAccount(work, id, fields), body);
	}

	/**
	 * Shuts a user out.
	 * @param id its identifier
	 * @return the answer
	 */
	public Answer disableUser(String id) {
		return this.engine.administer((work) -> this.accounts.disable(work, id));
	}

	/**
	 * Lets a user in again.
	 * @param id its identifier
	 * @return the answer
	 */
	public Answer restoreUser(String id) {
		return this.engine.administer((work) -> this.accounts.restore(work, id));
	}

	private Answer write(BiFunction<Administration, Fields, Answer> work, JsonNode body) {
		return this.engine.administer((administration) -> work.apply(administration, new Fields(body)));
	}

}
