package ai.vluna.spring.gate;

import java.util.List;
import java.util.SortedMap;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.policy.FeatureCode;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.SettingsResolution;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

/**
 * One unit of billable work before it was admitted: what is used and how its usage is
 * found out. Immutable, so that work whose description never changes can share one
 * instance.
 *
 * @since 0.1.0
 */
public final class Operation {

	/**
	 * Never changed again.
	 */
	private final OperationBuilder description;

	private volatile @Nullable Resolved resolved;

	Operation(OperationBuilder description) {
		this.description = description;
	}

	/**
	 * Start the description of an operation.
	 * @param featureCode the feature that is used
	 * @return a builder
	 * @throws IllegalArgumentException if the gate would refuse the code
	 */
	public static OperationBuilder builder(String featureCode) {
		return new OperationBuilder(FeatureCode.normalise("featureCode", featureCode));
	}

	/**
	 * Return the feature that is used.
	 * @return the normalised feature code
	 */
	public String featureCode() {
		return this.description.featureCode;
	}

	/**
	 * Return the family of the feature.
	 * @return the normalised family code, or {@code null} for the configured default
	 */
	public @Nullable String featureFamilyCode() {
		return this.description.featureFamilyCode;
	}

	/**
	 * Return what the operation itself says about who pays.
	 * @return the identity, possibly unknown
	 */
	public BillingIdentity identity() {
		return this.description.identity;
	}

	/**
	 * Return the budget to charge.
	 * @return the id of the budget, or {@code null} for none
	 */
	public @Nullable String budgetId() {
		return this.description.budgetId;
	}

	/**
	 * Return the attribution labels.
	 * @return the labels, sorted
	 */
	public SortedMap<String, String> labels() {
		return this.description.labels;
	}

	/**
	 * Return the expected usage.
	 * @return the quantity in minor units, or {@code null} when there is no estimate
	 */
	public @Nullable Long estimatedQuantityMinor() {
		return this.description.estimatedQuantityMinor;
	}

	/**
	 * Return the stable key.
	 * @return the key, or {@code null} for a random one
	 */
	public @Nullable String key() {
		return this.description.key;
	}

	/**
	 * Return the key that the caller of the application supplied.
	 * @return the key, or {@code null} for none
	 */
	public @Nullable String callerKey() {
		return this.description.callerKey;
	}

	/**
	 * Return the arguments that a caller's key is bound to.
	 * @return the arguments, possibly empty
	 */
	public List<@Nullable Object> arguments() {
		return this.description.arguments;
	}

	/**
	 * Return what this attempt has in common with others at the same operation.
	 * @return the attempts, or {@code null} when there is only this one
	 */
	public @Nullable OperationAttempts attempts() {
		return this.description.attempts;
	}

	/**
	 * Return the policy of the operation.
	 * @return the policy, over which the operator's rules for the feature go, and which
	 * may leave questions to the global one
	 */
	public OperationPolicy policy() {
		return this.description.policy;
	}

	/**
	 * Return what to ask for the usage instead of the application's extractors.
	 * @return the extractors, the preferred first; empty to ask the application's
	 */
	public List<UsageExtractor<Object>> usageExtractors() {
		return this.description.usageExtractors;
	}

	/**
	 * Return how the usage of a stream follows from its elements.
	 * @return the aggregate
	 */
	public Aggregate aggregate() {
		return this.description.aggregate;
	}

	/**
	 * Return whether another operation may absorb this one.
	 * @return whether this is neither gated nor charged inside an operation whose policy
	 * is to absorb
	 */
	public boolean absorbable() {
		return this.description.absorbable;
	}

	/**
	 * Return the meters that charge for tokens.
	 * @return the meters, before which go those of the operator's rules for the feature
	 */
	public TokenMeters tokenMeters() {
		return this.description.tokenMeters;
	}

	/**
	 * Return whether this is a single call with nothing inside that could count for it.
	 * @return whether inner operations, reports of the code and keys of requests are none
	 * of its business
	 */
	public boolean leaf() {
		return this.description.leaf;
	}

	/**
	 * Return a builder that starts from this operation.
	 * @return a builder
	 */
	public OperationBuilder mutate() {
		return new OperationBuilder(this.description);
	}

	/**
	 * Return what holds for the operation. Found out once, so that work whose description
	 * never changes does not even ask.
	 * @param resolution answers, always the same
	 * @return the settings
	 */
	FeatureSettings settings(SettingsResolution resolution) {
		Resolved known = this.resolved;
		if (known == null || known.by() != resolution) {
			known = new Resolved(resolution, resolution.resolve(featureCode(), ownSettings()));
			this.resolved = known;
		}
		return known.settings();
	}

	private FeatureSettings ownSettings() {
		return new FeatureSettings(policy(), featureFamilyCode(), this.description.maxRateLimitWait, tokenMeters());
	}

	@Override
	public String toString() {
		return "Operation[featureCode=" + featureCode() + "]";
	}

	/**
	 * What was found out.
	 *
	 * @param by who answered
	 * @param settings the answer
	 */
	private record Resolved(SettingsResolution by, FeatureSettings settings) {

	}

}
