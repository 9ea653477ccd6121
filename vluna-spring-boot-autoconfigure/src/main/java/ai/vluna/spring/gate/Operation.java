package ai.vluna.spring.gate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * One unit of billable work before it was admitted: what is used and how its usage is
 * found out. Immutable, so that work whose description never changes can share one
 * instance.
 *
 * @since 0.1.0
 */
public final class Operation {

	private final String featureCode;

	private final @Nullable String featureFamilyCode;

	private final BillingIdentity identity;

	private final @Nullable String budgetId;

	private final SortedMap<String, String> labels;

	private final @Nullable Long estimatedQuantityMinor;

	private final @Nullable String key;

	private final OperationPolicy policy;

	private final List<UsageExtractor<Object>> usageExtractors;

	private final Aggregate aggregate;

	private final boolean absorbable;

	private Operation(Builder builder) {
		this.featureCode = builder.featureCode;
		this.featureFamilyCode = builder.featureFamilyCode;
		this.identity = builder.identity;
		this.budgetId = builder.budgetId;
		this.labels = builder.labels;
		this.estimatedQuantityMinor = builder.estimatedQuantityMinor;
		this.key = builder.key;
		this.policy = builder.policy;
		this.usageExtractors = builder.usageExtractors;
		this.aggregate = builder.aggregate;
		this.absorbable = builder.absorbable;
	}

	/**
	 * Start the description of an operation.
	 * @param featureCode the feature that is used
	 * @return a builder
	 * @throws IllegalArgumentException if the gate would refuse the code
	 */
	public static Builder builder(String featureCode) {
		return new Builder(FeatureCode.normalise("featureCode", featureCode));
	}

	/**
	 * Return the feature that is used.
	 * @return the normalised feature code
	 */
	public String featureCode() {
		return this.featureCode;
	}

	/**
	 * Return the family of the feature.
	 * @return the normalised family code, or {@code null} for the configured default
	 */
	public @Nullable String featureFamilyCode() {
		return this.featureFamilyCode;
	}

	/**
	 * Return what the operation itself says about who pays.
	 * @return the identity, possibly unknown
	 */
	public BillingIdentity identity() {
		return this.identity;
	}

	/**
	 * Return the budget to charge.
	 * @return the id of the budget, or {@code null} for none
	 */
	public @Nullable String budgetId() {
		return this.budgetId;
	}

	/**
	 * Return the attribution labels.
	 * @return the labels, sorted
	 */
	public SortedMap<String, String> labels() {
		return this.labels;
	}

	/**
	 * Return the expected usage.
	 * @return the quantity in minor units, or {@code null} when there is no estimate
	 */
	public @Nullable Long estimatedQuantityMinor() {
		return this.estimatedQuantityMinor;
	}

	/**
	 * Return the stable key.
	 * @return the key, or {@code null} for a random one
	 */
	public @Nullable String key() {
		return this.key;
	}

	/**
	 * Return the policy of the operation.
	 * @return the policy, which may leave questions to the global one
	 */
	public OperationPolicy policy() {
		return this.policy;
	}

	/**
	 * Return what to ask for the usage instead of the application's extractors.
	 * @return the extractors, the preferred first; empty to ask the application's
	 */
	public List<UsageExtractor<Object>> usageExtractors() {
		return this.usageExtractors;
	}

	/**
	 * Return how the usage of a stream follows from its elements.
	 * @return the aggregate
	 */
	public Aggregate aggregate() {
		return this.aggregate;
	}

	/**
	 * Return whether another operation may absorb this one.
	 * @return whether this is neither gated nor charged inside an operation whose policy
	 * is to absorb
	 */
	public boolean absorbable() {
		return this.absorbable;
	}

	/**
	 * Return a builder that starts from this operation.
	 * @return a builder
	 */
	public Builder mutate() {
		return new Builder(this);
	}

	@Override
	public String toString() {
		return "Operation[featureCode=" + this.featureCode + "]";
	}

	/**
	 * Builds an {@link Operation}.
	 */
	public static final class Builder {

		private String featureCode;

		private @Nullable String featureFamilyCode;

		private BillingIdentity identity = BillingIdentity.UNKNOWN;

		private @Nullable String budgetId;

		private SortedMap<String, String> labels = Collections.emptySortedMap();

		private @Nullable Long estimatedQuantityMinor;

		private @Nullable String key;

		private OperationPolicy policy = OperationPolicy.INHERIT;

		private List<UsageExtractor<Object>> usageExtractors = List.of();

		private Aggregate aggregate = Aggregate.LAST;

		private boolean absorbable;

		private Builder(String featureCode) {
			this.featureCode = featureCode;
		}

		private Builder(Operation operation) {
			this.featureCode = operation.featureCode;
			this.featureFamilyCode = operation.featureFamilyCode;
			this.identity = operation.identity;
			this.budgetId = operation.budgetId;
			this.labels = operation.labels;
			this.estimatedQuantityMinor = operation.estimatedQuantityMinor;
			this.key = operation.key;
			this.policy = operation.policy;
			this.usageExtractors = operation.usageExtractors;
			this.aggregate = operation.aggregate;
			this.absorbable = operation.absorbable;
		}

		/**
		 * Set the feature.
		 * @param featureCode the feature code
		 * @return this builder
		 * @throws IllegalArgumentException if the gate would refuse the code
		 */
		public Builder featureCode(String featureCode) {
			this.featureCode = FeatureCode.normalise("featureCode", featureCode);
			return this;
		}

		/**
		 * Set the family of the feature.
		 * @param featureFamilyCode the family code, or {@code null} for the default
		 * @return this builder
		 * @throws IllegalArgumentException if the gate would refuse the code
		 */
		public Builder featureFamilyCode(@Nullable String featureFamilyCode) {
			this.featureFamilyCode = (featureFamilyCode != null)
					? FeatureCode.normalise("featureFamilyCode", featureFamilyCode) : null;
			return this;
		}

		/**
		 * Set who pays, as far as the operation itself knows.
		 * @param identity the identity
		 * @return this builder
		 */
		public Builder identity(BillingIdentity identity) {
			this.identity = identity;
			return this;
		}

		/**
		 * Set who pays.
		 * @param subject the subject
		 * @return this builder
		 */
		public Builder subject(BillingSubject subject) {
			return identity(subject.toIdentity());
		}

		/**
		 * Set the budget to charge.
		 * @param budgetId the id of the budget, a UUID
		 * @return this builder
		 */
		public Builder budgetId(@Nullable String budgetId) {
			this.budgetId = budgetId;
			return this;
		}

		/**
		 * Set the attribution labels. They travel on the commit.
		 * @param labels the labels, copied
		 * @return this builder
		 */
		public Builder labels(Map<String, String> labels) {
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
		public Builder estimatedQuantityMinor(@Nullable Long quantityMinor) {
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
		public Builder key(@Nullable String key) {
			Assert.isTrue(key == null || !key.isBlank(), "'key' must not be empty");
			this.key = key;
			return this;
		}

		/**
		 * Set the policy.
		 * @param policy the policy
		 * @return this builder
		 */
		public Builder policy(OperationPolicy policy) {
			this.policy = policy;
			return this;
		}

		/**
		 * Set what to ask for the usage instead of the application's extractors.
		 * @param usageExtractors the extractors, the preferred first
		 * @return this builder
		 */
		public Builder usageExtractors(List<UsageExtractor<Object>> usageExtractors) {
			this.usageExtractors = List.copyOf(usageExtractors);
			return this;
		}

		/**
		 * Set how the usage of a stream follows from its elements.
		 * @param aggregate the aggregate
		 * @return this builder
		 */
		public Builder aggregate(Aggregate aggregate) {
			this.aggregate = aggregate;
			return this;
		}

		/**
		 * Set whether another operation may absorb this one, as it does with the calls of
		 * a model; see {@link ai.vluna.spring.policy.OnInnerCall}.
		 * @param absorbable whether it may; off unless set
		 * @return this builder
		 */
		public Builder absorbable(boolean absorbable) {
			this.absorbable = absorbable;
			return this;
		}

		/**
		 * Build the operation.
		 * @return the operation
		 */
		public Operation build() {
			return new Operation(this);
		}

	}

}
