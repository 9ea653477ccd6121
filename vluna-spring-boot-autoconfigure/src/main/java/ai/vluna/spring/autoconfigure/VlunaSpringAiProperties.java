package ai.vluna.spring.autoconfigure;

import java.util.Map;
import java.util.function.BiFunction;

import ai.vluna.spring.integration.springai.GatedModelSettings;
import ai.vluna.spring.integration.springai.tool.OnDeniedTool;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Billing of Spring AI's models. Bound by Spring Boot, not meant to be constructed.
 *
 * @param models Models that are billed otherwise than others, by the names of their
 * beans.
 * @param onDeniedTool What happens when the call of a billed tool is denied.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna.spring-ai")
public record VlunaSpringAiProperties(@DefaultValue Map<String, ModelBean> models,
		@DefaultValue("fail") OnDeniedTool onDeniedTool) {

	/**
	 * Bind the properties for bean post-processors, for which the bean would be created
	 * too early.
	 * @param environment where they are set
	 * @return the properties
	 */
	static VlunaSpringAiProperties of(Environment environment) {
		return Binder.get(environment).bindOrCreate("vluna.spring-ai", VlunaSpringAiProperties.class);
	}

	/**
	 * One bean that is a model.
	 *
	 * @param gate Whether its calls are billed.
	 * @param provider Provider, by default known by the class of the model.
	 * @param model Name of the model where neither a call nor the model tells one, as
	 * with most embedding models. By default 'default'.
	 * @param feature Feature code of its calls, by default found by provider and name of
	 * the model.
	 */
	public record ModelBean(@DefaultValue("true") boolean gate, @Nullable String provider, @Nullable String model,
			@Nullable String feature) {

		GatedModelSettings toSettings(String beanName) {
			String name = "vluna.spring-ai.models." + beanName;
			GatedModelSettings settings = new GatedModelSettings(this.gate, null, null, null);
			settings = with(settings, name + ".provider", this.provider, GatedModelSettings::withProvider);
			settings = with(settings, name + ".model", this.model, GatedModelSettings::withModel);
			return with(settings, name + ".feature", this.feature, GatedModelSettings::withFeature);
		}

		private static GatedModelSettings with(GatedModelSettings settings, String property, @Nullable String value,
				BiFunction<GatedModelSettings, String, GatedModelSettings> change) {
			return (value != null)
					? FeatureRulesConfiguration.valid(property, value, () -> change.apply(settings, value)) : settings;
		}

	}

}
