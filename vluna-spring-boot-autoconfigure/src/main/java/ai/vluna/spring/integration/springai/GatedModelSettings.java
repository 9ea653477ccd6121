package ai.vluna.spring.integration.springai;

import java.util.function.Supplier;

import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.model.ModelKind;
import ai.vluna.spring.policy.FeatureCode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * How one model is billed. What is said for a call goes before it.
 *
 * @param gate whether it is billed at all
 * @param provider the provider, or {@code null} to know it by the class of the model
 * @param model the name of the model where neither a call nor the model itself tells one,
 * or {@code null} for {@code default}
 * @param feature the code of the feature, or {@code null} to find it by provider and name
 * of the model
 * @since 0.1.0
 */
public record GatedModelSettings(boolean gate, @Nullable String provider, @Nullable String model,
		@Nullable String feature) {

	/**
	 * What holds unless something else is said.
	 */
	public static final GatedModelSettings DEFAULT = new GatedModelSettings(true, null, null, null);

	/**
	 * Create settings.
	 * @param gate whether the model is billed at all
	 * @param provider the provider
	 * @param model the name of the model
	 * @param feature the code of the feature
	 * @throws IllegalArgumentException if the provider or the name is empty, or the gate
	 * would refuse the code of the feature
	 */
	public GatedModelSettings {
		Assert.isTrue(provider == null || !provider.isBlank(), "'provider' must not be empty");
		Assert.isTrue(model == null || !model.isBlank(), "'model' must not be empty");
		feature = (feature != null) ? FeatureCode.normalise("feature", feature) : null;
	}

	/**
	 * Return these settings for another provider, such as the one behind a model that
	 * speaks OpenAI's protocol.
	 * @param provider the provider
	 * @return new settings
	 */
	public GatedModelSettings withProvider(String provider) {
		return new GatedModelSettings(this.gate, provider, this.model, this.feature);
	}

	/**
	 * Return these settings for a model that does not tell its name, such as most
	 * embedding models.
	 * @param model the name of the model
	 * @return new settings
	 */
	public GatedModelSettings withModel(String model) {
		return new GatedModelSettings(this.gate, this.provider, model, this.feature);
	}

	/**
	 * Return these settings for a feature.
	 * @param feature the code of the feature
	 * @return new settings
	 */
	public GatedModelSettings withFeature(String feature) {
		return new GatedModelSettings(this.gate, this.provider, this.model, feature);
	}

	/**
	 * Return a gate for which these settings hold.
	 * @param gate the gate, not asked for before it is needed
	 * @return the gate of the model
	 */
	Supplier<ModelGate> appliedTo(Supplier<ModelGate> gate) {
		if (this.feature == null) {
			return gate;
		}
		ModelCallOptions defaults = ModelCallOptions.builder().featureCode(this.feature).build();
		return SingletonSupplier.of(() -> gate.get().withDefaults(defaults));
	}

	/**
	 * Return what a model is known as where its calls name none.
	 * @param model the model
	 * @param kind what it is for
	 * @return the id
	 */
	ModelId idOf(Object model, ModelKind kind) {
		return new ModelId(providerOf(model), (this.model != null) ? this.model : ModelIds.UNNAMED, kind);
	}

	String providerOf(Object model) {
		return (this.provider != null) ? this.provider : ModelIds.providerOf(model);
	}

}
