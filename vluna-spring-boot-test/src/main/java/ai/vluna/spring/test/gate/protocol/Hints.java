package ai.vluna.spring.test.gate.protocol;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The machine-readable signals of an answer, in the order they are given. Their numbers
 * are JSON numbers, so one that JavaScript cannot hold fails the whole request.
 *
 * @since 0.1.0
 */
public final class Hints {

	private final ArrayNode nodes = JsonNodeFactory.instance.arrayNode();

	private boolean fundingMentioned;

	ArrayNode nodes() {
		return this.nodes;
	}

	/**
	 * Tells how many leases are left in a window.
	 * @param seconds the rest of the window
	 * @param remaining the leases left
	 * @param until the end of the window
	 */
	public void rateLimit(long seconds, long remaining, Instant until) {
		ObjectNode hint = add("rate.limit");
		hint.put("seconds", seconds);
		hint.put("remaining", remaining);
		hint.put("until", WireTime.format(until));
	}

	/**
	 * Tells how much could still be used, of a quota or of money.
	 * @param maxQuantity the quantity
	 * @param message what it is about, {@code null} for a quota
	 */
	public void quotaRemaining(long maxQuantity, @Nullable String message) {
		ObjectNode hint = add("quota.remaining");
		hint.put("max_quantity_minor", safe(maxQuantity));
		if (message != null) {
			hint.put("message", message);
		}
	}

	/**
	 * Tells how much money is missing.
	 * @param xusd the amount
	 */
	public void fundingShortfall(long xusd) {
		add("funding.xusd_shortfall").put("shortfall_xusd", safe(xusd));
		this.fundingMentioned = true;
	}

	/**
	 * Tells whether a funding hint is among them.
	 * @return {@code true} if there is one
	 */
	public boolean mentionFunding() {
		return this.fundingMentioned;
	}

	/**
	 * Tells how much a budget is missing.
	 * @param budget the budget
	 * @param xusd the amount
	 */
	public void budgetShortfall(UUID budget, long xusd) {
		ObjectNode hint = add("budget.shortfall");
		hint.put("budget_id", budget.toString());
		hint.put("shortfall_xusd", safe(xusd));
	}

	/**
	 * Tells that a budget is almost used up.
	 * @param headroom the amount left
	 * @param threshold the amount below which it is told
	 */
	public void budgetLowHeadroom(long headroom, long threshold) {
		ObjectNode hint = add("budget.low_headroom");
		hint.put("headroom_xusd", safe(headroom));
		hint.put("threshold_xusd", threshold);
	}

	/**
	 * Tells that meters have no price, so that nothing is charged.
	 * @param feature the feature code
	 * @param meters the meter codes
	 */
	public void pricingNotConfigured(String feature, Collection<String> meters) {
		meters(add("pricing.not_configured"), feature, meters);
	}

	/**
	 * Tells that a price is not the one the client believes in.
	 * @param previous the fingerprint the client named
	 * @param current the fingerprint of the price
	 */
	public void pricingChanged(String previous, String current) {
		ObjectNode hint = add("pricing.changed");
		hint.put("previous_fingerprint", previous);
		hint.put("current_fingerprint", current);
	}

	/**
	 * Tells that the feature does not have these meters, so that nothing is charged.
	 * @param feature the feature code
	 * @param meters the meter codes
	 */
	public void meterNotAllowed(String feature, Collection<String> meters) {
		meters(add("feature.meter_not_allowed"), feature, meters);
	}

	/**
	 * Tells that the lease had ended, so that nothing is charged.
	 * @param state how it had ended
	 */
	public void leaseClosed(String state) {
		add("lease.closed_at_commit").put("state", state);
	}

	/**
	 * Tells that the commit came late.
	 * @param expiresAt when the lease expired
	 * @param deltaMillis how late it came
	 * @param graceMillis how late it may come to be charged
	 */
	public void leaseExpired(Instant expiresAt, long deltaMillis, long graceMillis) {
		ObjectNode hint = add("lease.expired");
		hint.put("expires_at", WireTime.format(expiresAt));
		hint.put("delta_ms", deltaMillis);
		hint.put("grace_ms", graceMillis);
		hint.put("exceeded_grace", deltaMillis > graceMillis);
	}

	private ObjectNode add(String type) {
		ObjectNode hint = this.nodes.addObject();
		hint.put("type", type);
		return hint;
	}

	private static void meters(ObjectNode hint, String feature, Collection<String> meters) {
		hint.put("feature_code", feature);
		ArrayNode codes = hint.putArray("meters");
		meters.forEach(codes::add);
	}

	private static long safe(long number) {
		if (Math.abs(number) > JavaScriptNumber.MAX_SAFE_INTEGER) {
			throw Refusal.numericRange();
		}
		return number;
	}

}
