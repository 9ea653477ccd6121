package ai.vluna.spring.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import ai.vluna.spring.integration.springai.GatedModelPostProcessor;
import ai.vluna.spring.integration.springai.GatedModelSettings;
import ai.vluna.spring.model.ModelGate;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for Spring AI: the calls of all chat and embedding models among the
 * beans are billed, and those of tools that are mapped to features, with no annotation at
 * all.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = VlunaModelAutoConfiguration.class)
@ConditionalOnClass(ChatModel.class)
@ConditionalOnBooleanProperty(name = { "vluna.enabled", "vluna.spring-ai.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(VlunaSpringAiProperties.class)
@Import(SpringAiToolsConfiguration.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class VlunaSpringAiAutoConfiguration {

	VlunaSpringAiAutoConfiguration() {
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static GatedModelPostProcessor vlunaGatedModelPostProcessor(ObjectProvider<ModelGate> gate,
			ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new GatedModelPostProcessor(gate::getObject, settings(environment), beanFactory);
	}

	private static Map<String, GatedModelSettings> settings(Environment environment) {
		Map<String, GatedModelSettings> settings = new HashMap<>();
		VlunaSpringAiProperties.of(environment)
			.models()
			.forEach((name, model) -> settings.put(name, model.toSettings(name)));
		return settings;
	}

}
