package ai.vluna.spring.model;

import java.util.Map;
import java.util.TreeMap;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.policy.FeatureCode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What one piece of work says about the model and tool calls it makes, see
 * {@link ModelCallScope}. Immutable.
 *
 * @since 0.1.0
 */
public final class ModelCallOptions {

	/**
	 * Options that say nothing.
	 */
	public static final ModelCallOptions NONE = builder().build();

	private final BillingIdentity identity;

	private final @Nullable String featureCode;

	private final Map<String, String> labels;

	private final @Nullable String budgetId;

	private final @Nullable String key;

	private ModelCallOptions(Builder builder) {
		this.identity = builder.identity;
		this.featureCode = builder.featureCode;
		this.labels = Map.copyOf(builder.labels);
		this.budgetId = builder.budgetId;
		this.key = builder.key;
	}

	/**
	 * Start options.
	 * @return a builder that says nothing
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return who pays.
	 * @return the identity, possibly unknown
	 */
	public BillingIdentity identity() {
		return this.identity;
	}

	/**
	 * Return what calls of chat models are billed as instead of what the rules say.
	 * Family and meters are then those of {@code vluna.features}, not of the rule. Tools
	 * and embedding models keep theirs, unless the options are the
	 * {@linkplain ModelGate#withDefaults defaults} of an embedding model.
	 * @return the code of the feature, or {@code null} to leave it to the rules
	 */
	public @Nullable String featureCode() {
		return this.featureCode;
	}

	/**
	 * Return the attribution labels, in addition to those of the rules.
	 * @return the labels
	 */
	public Map<String, String> labels() {
		return this.labels;
	}

	/**
	 * Return the budget to charge instead of that of the rules.
	 * @return the id of the budget, or {@code null} to leave it to the rules
	 */
	public @Nullable String budgetId() {
		return this.budgetId;
	}

	/**
	 * Return the stable key of the piece of work.
	 * @return the key, or {@code null} for a random one of each call
	 */
	public @Nullable String key() {
		return this.key;
	}

	/**
	 * Return these options with what they leave open taken from others.
	 * @param wider the options of what is around
	 * @return the combined options
	 */
	public ModelCallOptions orElse(ModelCallOptions wider) {
		Builder combined = builder();
		combined.identity = this.identity.orElse(wider.identity);
		combined.featureCode = (this.featureCode != null) ? this.featureCode : wider.featureCode;
		combined.labels.putAll(wider.labels);
		combined.labels.putAll(this.labels);
		combined.budgetId = (this.budgetId != null) ? this.budgetId : wider.budgetId;
		combined.key = (this.key != null) ? this.key : wider.key;
		return combined.build();
	}

	/**
	 * Builds options.
	 */
	public static final class Builder {

		private BillingIdentity identity = BillingIdentity.UNKNOWN;

		private @Nullable String featureCode;

		private final Map<String, String> labels = new TreeMap<>();

		private @Nullable String budgetId;

		private @Nullable String key;

		private Builder() {
		}

		/**
		 * Set who pays, as far as it is known.
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
		 * Set what calls of chat models are billed as. Tools and embedding models keep
		 * their features.
		 * @param featureCode the code of the feature, or {@code null} to leave it to the
		 * rules
		 * @return this builder
		 * @throws IllegalArgumentException if the gate would refuse the code
		 */
		public Builder featureCode(@Nullable String featureCode) {
			this.featureCode = (featureCode != null) ? FeatureCode.normalise("featureCode", featureCode) : null;
			return this;
		}

		/**
		 * Add attribution labels.
		 * @param labels the labels
		 * @return this builder
		 */
		public Builder labels(Map<String, String> labels) {
			this.labels.putAll(labels);
			return this;
		}

		/**
		 * Set the budget to charge.
		 * @param budgetId the id of the budget, or {@code null} to leave it to the rules
		 * @return this builder
		 * @throws IllegalArgumentException if the id is no UUID
		 */
		public Builder budgetId(@Nullable String budgetId) {
			this.budgetId = Operation.builder("any").budgetId(budgetId).build().budgetId();
			return this;
		}

		/**
		 * Set a stable key, under which several attempts are one piece of work. Each of
		 * its calls has a key of its own that follows from it.
		 * @param key the key, or {@code null} for random ones
		 * @return this builder
		 * @throws IllegalArgumentException if the key is empty
		 */
		public Builder key(@Nullable String key) {
			Assert.isTrue(key == null || !key.isBlank(), "'key' must not be empty");
			this.key = key;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public ModelCallOptions build() {
			return new ModelCallOptions(this);
		}

	}

}
