package ai.vluna.spring.autoconfigure;

import java.util.Map;

import ai.vluna.spring.integration.springai.GatedModelSettings;
import ai.vluna.spring.integration.springai.tool.OnDeniedTool;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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
	 * @param feature Feature code of its calls, by default found by provider and name of
	 * the model.
	 */
	public record ModelBean(@DefaultValue("true") boolean gate, @Nullable String provider, @Nullable String feature) {

		GatedModelSettings toSettings(String beanName) {
			try {
				return new GatedModelSettings(this.gate, this.provider, this.feature);
			}
			catch (IllegalArgumentException ex) {
				boolean ofProvider = this.provider != null && this.provider.isBlank();
				throw new InvalidConfigurationPropertyValueException(
						"vluna.spring-ai.models." + beanName + ((ofProvider) ? ".provider" : ".feature"),
						(ofProvider) ? this.provider : this.feature, ex.getMessage() + ".");
			}
		}

	}

}
