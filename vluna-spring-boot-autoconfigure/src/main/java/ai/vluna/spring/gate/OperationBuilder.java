package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.policy.FeatureCode;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Builds an {@link Operation}.
 *
 * @since 0.1.0
 */
public final class OperationBuilder {

	private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	String featureCode;

	@Nullable String featureFamilyCode;

	BillingIdentity identity = BillingIdentity.UNKNOWN;

	@Nullable String budgetId;

	SortedMap<String, String> labels = Collections.emptySortedMap();

	@Nullable Long estimatedQuantityMinor;

	@Nullable String key;

	@Nullable String callerKey;

	List<@Nullable Object> arguments = List.of();

	@Nullable OperationAttempts attempts;

	OperationPolicy policy = OperationPolicy.INHERIT;

	List<UsageExtractor<Object>> usageExtractors = List.of();

	Aggregate aggregate = Aggregate.LAST;

	boolean absorbable;

	boolean leaf;

	TokenMeters tokenMeters = TokenMeters.NONE;

	@Nullable Duration maxRateLimitWait;

	OperationBuilder(String featureCode) {
		this.featureCode = featureCode;
	}

	OperationBuilder(OperationBuilder other) {
		this.featureCode = other.featureCode;
		this.featureFamilyCode = other.featureFamilyCode;
		this.identity = other.identity;
		this.budgetId = other.budgetId;
		this.labels = other.labels;
		this.estimatedQuantityMinor = other.estimatedQuantityMinor;
		this.key = other.key;
		this.callerKey = other.callerKey;
		this.arguments = other.arguments;
		this.attempts = other.attempts;
		this.policy = other.policy;
		this.usageExtractors = other.usageExtractors;
		this.aggregate = other.aggregate;
		this.absorbable = other.absorbable;
		this.leaf = other.leaf;
		this.tokenMeters = other.tokenMeters;
		this.maxRateLimitWait = other.maxRateLimitWait;
	}

	/**
	 * Set the feature.
	 * @param featureCode the feature code
	 * @return this builder
	 * @throws IllegalArgumentException if the gate would refuse the code
	 */
	public OperationBuilder featureCode(String featureCode) {
		this.featureCode = FeatureCode.normalise("featureCode", featureCode);
		return this;
	}

	/**
	 * Set the family of the feature.
	 * @param featureFamilyCode the family code, or {@code null} for the default
	 * @return this builder
	 * @throws IllegalArgumentException if the gate would refuse the code
	 */
	public OperationBuilder featureFamilyCode(@Nullable String featureFamilyCode) {
		this.featureFamilyCode = (featureFamilyCode != null)
				? FeatureCode.normalise("featureFamilyCode", featureFamilyCode) : null;
		return this;
	}

	/**
	 * Set who pays, as far as the operation itself knows.
	 * @param identity the identity
	 * @return this builder
	 */
	public OperationBuilder identity(BillingIdentity identity) {
		this.identity = identity;
		return this;
	}

	/**
	 * Set who pays.
	 * @param subject the subject
	 * @return this builder
	 */
	public OperationBuilder subject(BillingSubject subject) {
		return identity(subject.toIdentity());
	}

	/**
	 * Set the budget to charge.
	 * @param budgetId the id of the budget, a UUID
	 * @return this builder
	 * @throws IllegalArgumentException if the id is no UUID
	 */
	public OperationBuilder budgetId(@Nullable String budgetId) {
		Assert.isTrue(budgetId == null || UUID_TEXT.matcher(budgetId).matches(),
				() -> "'budgetId' must be a UUID, but is '%s'".formatted(budgetId));
		this.budgetId = budgetId;
		return this;
	}

	/**
	 * Set the attribution labels. They travel on the commit.
	 * @param labels the labels, copied
	 * @return this builder
	 */
	public OperationBuilder labels(Map<String, String> labels) {
		this.labels = labels.isEmpty() ? Collections.emptySortedMap()
				: Collections.unmodifiableSortedMap(new TreeMap<>(labels));
		return this;
	}

	/**
	 * Set the expected usage.
	 * @param quantityMinor the quantity in minor units, or {@code null} for none
	 * @return this builder
	 * @throws IllegalArgumentException if the gate cannot take the quantity
	 */
	public OperationBuilder estimatedQuantityMinor(@Nullable Long quantityMinor) {
		Assert.isTrue(quantityMinor == null || (quantityMinor >= 0 && quantityMinor <= Usage.MAX_QUANTITY),
				() -> "'estimatedQuantityMinor' must be from 0 to 2^53-1, but is " + quantityMinor);
		this.estimatedQuantityMinor = quantityMinor;
		return this;
	}

	/**
	 * Set a stable key, under which several attempts are one operation.
	 * @param key the key, or {@code null} for a random one
	 * @return this builder
	 * @throws IllegalArgumentException if the key is empty
	 */
	public OperationBuilder key(@Nullable String key) {
		Assert.isTrue(key == null || !key.isBlank(), "'key' must not be empty");
		this.key = key;
		return this;
	}

	/**
	 * Set a key that the caller of the application supplied, and that must not be
	 * trusted: a repetition while the operation runs, or after it is done, is refused,
	 * one after a failure is another attempt. What was done is remembered by a
	 * {@code KeyMemory}, by default for this instance only.
	 * @param callerKey the key, or {@code null} for none
	 * @return this builder
	 * @throws IllegalArgumentException if the key is empty
	 */
	public OperationBuilder callerKey(@Nullable String callerKey) {
		Assert.isTrue(callerKey == null || !callerKey.isBlank(), "'callerKey' must not be empty");
		this.callerKey = callerKey;
		return this;
	}

	/**
	 * Set the arguments that a caller's key is bound to: with others it is refused.
	 * @param arguments the arguments, copied
	 * @return this builder
	 */
	public OperationBuilder arguments(@Nullable Object... arguments) {
		List<@Nullable Object> copy = new ArrayList<>(arguments.length);
		Collections.addAll(copy, arguments);
		this.arguments = Collections.unmodifiableList(copy);
		return this;
	}

	/**
	 * Set what this attempt has in common with others, here and now, at the same
	 * operation.
	 * @param attempts the attempts, or {@code null} when there is only this one
	 * @return this builder
	 */
	public OperationBuilder attempts(@Nullable OperationAttempts attempts) {
		this.attempts = attempts;
		return this;
	}

	/**
	 * Set the policy.
	 * @param policy the policy
	 * @return this builder
	 */
	public OperationBuilder policy(OperationPolicy policy) {
		this.policy = policy;
		return this;
	}

	/**
	 * Set what holds for the operation, before which go the operator's rules for the
	 * feature: its policy, family, meters and longest wait.
	 * @param settings the settings, which may leave questions to the global ones
	 * @return this builder
	 */
	public OperationBuilder settings(FeatureSettings settings) {
		this.policy = settings.policy();
		this.featureFamilyCode = settings.featureFamilyCode();
		this.tokenMeters = settings.meters();
		this.maxRateLimitWait = settings.maxRateLimitWait();
		return this;
	}

	/**
	 * Set the meters that charge for tokens.
	 * @param tokenMeters the meters
	 * @return this builder
	 */
	public OperationBuilder tokenMeters(TokenMeters tokenMeters) {
		this.tokenMeters = tokenMeters;
		return this;
	}

	/**
	 * Set what to ask for the usage instead of the application's extractors.
	 * @param usageExtractors the extractors, the preferred first
	 * @return this builder
	 */
	public OperationBuilder usageExtractors(List<UsageExtractor<Object>> usageExtractors) {
		this.usageExtractors = List.copyOf(usageExtractors);
		return this;
	}

	/**
	 * Set how the usage of a stream follows from its elements.
	 * @param aggregate the aggregate
	 * @return this builder
	 */
	public OperationBuilder aggregate(Aggregate aggregate) {
		this.aggregate = aggregate;
		return this;
	}

	/**
	 * Set whether another operation may absorb this one, as it does with the calls of a
	 * model; see {@link ai.vluna.spring.policy.OnInnerCall}.
	 * @param absorbable whether it may; off unless set
	 * @return this builder
	 */
	public OperationBuilder absorbable(boolean absorbable) {
		this.absorbable = absorbable;
		return this;
	}

	/**
	 * Set whether this is a single call, as of a model or a tool, with nothing inside
	 * that could count for it: operations and reports inside are those of the operation
	 * around it, and it is not what the request stands for that brought an idempotency
	 * key.
	 * @param leaf whether it is; off unless set
	 * @return this builder
	 */
	public OperationBuilder leaf(boolean leaf) {
		this.leaf = leaf;
		return this;
	}

	/**
	 * Build the operation.
	 * @return the operation
	 * @throws IllegalArgumentException if there is both a stable and a caller's key
	 */
	public Operation build() {
		Assert.isTrue(this.key == null || this.callerKey == null, "'key' and 'callerKey' exclude each other");
		return new Operation(new OperationBuilder(this));
	}

}
