package ai.vluna.spring.autoconfigure;

import java.util.Map;

import ai.vluna.spring.integration.springai.GatedModelSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Billing of Spring AI's models. Bound by Spring Boot, not meant to be constructed.
 *
 * @param models Models that are billed otherwise than others, by the names of their
 * beans.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna.spring-ai")
public record VlunaSpringAiProperties(@DefaultValue Map<String, ModelBean> models) {

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
