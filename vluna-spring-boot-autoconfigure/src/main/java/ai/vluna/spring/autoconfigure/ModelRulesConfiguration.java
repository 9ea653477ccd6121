package ai.vluna.spring.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.model.ModelRule;
import ai.vluna.spring.model.ModelRules;
import ai.vluna.spring.policy.NamePattern;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Wiring of what is said about models and tools.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VlunaModelProperties.class)
class ModelRulesConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ModelRules vlunaModelRules(VlunaModelProperties properties, Environment environment,
			ListableBeanFactory beanFactory) {
		boolean mayWaive = FeatureRulesConfiguration.mayWaive(environment, beanFactory);
		return new ModelRules(models(properties.models(), mayWaive), tools(properties.tools(), mayWaive));
	}

	@Bean
	UnchargedTokens vlunaUnchargedTokens(VlunaProperties properties, VlunaModelProperties modelProperties) {
		return new UnchargedTokens(properties.features(), modelProperties.models());
	}

	private static List<ModelRule> models(List<VlunaModelProperties.Model> models, boolean mayWaive) {
		List<ModelRule> rules = new ArrayList<>();
		Map<NamePattern, String> names = new HashMap<>();
		for (int i = 0; i < models.size(); i++) {
			String name = "vluna.models[%d]".formatted(i);
			VlunaModelProperties.Model model = models.get(i);
			NamePattern pattern = pattern(name + ".model", model.model(), "such as 'openai/*'", names);
			if (pattern.isExact() && pattern.text().indexOf('/') < 0) {
				throw FeatureRulesConfiguration.invalid(name + ".model", model.model(),
						"It matches no model: their names are 'provider/name', so write '*/%s'.".formatted(pattern));
			}
			if (model.onMissingUsage() == OnMissingUsage.COMMIT_ESTIMATE) {
				throw FeatureRulesConfiguration.invalid(name + ".on-missing-usage", model.onMissingUsage(),
						"There is no estimate of a model call that could be committed.");
			}
			verify(name + ".feature", model.feature(), ModelRule::verifyModelFeature);
			verify(name + ".budget", model.budget(), ModelRulesConfiguration::verifyBudget);
			rules.add(new ModelRule(pattern, model.feature(),
					FeatureRulesConfiguration.settings(name, model.toFeature(), mayWaive), model.budget(),
					model.labels(), null));
		}
		return rules;
	}

	private static List<ModelRule> tools(List<VlunaModelProperties.Tool> tools, boolean mayWaive) {
		List<ModelRule> rules = new ArrayList<>();
		Map<NamePattern, String> names = new HashMap<>();
		for (int i = 0; i < tools.size(); i++) {
			String name = "vluna.tools[%d]".formatted(i);
			VlunaModelProperties.Tool tool = tools.get(i);
			NamePattern pattern = pattern(name + ".tool", tool.tool(), "such as 'search*'", names);
			verify(name + ".feature", tool.feature(), ModelRule::verifyToolFeature);
			verify(name + ".budget", tool.budget(), ModelRulesConfiguration::verifyBudget);
			Long quantity = tool.quantity();
			if (quantity != null && (quantity < 1 || quantity > Usage.MAX_QUANTITY)) {
				throw FeatureRulesConfiguration.invalid(name + ".quantity", quantity,
						"It must be from 1 to 2^53-1; a tool that costs nothing needs no rule.");
			}
			rules.add(new ModelRule(pattern, tool.feature(),
					FeatureRulesConfiguration.settings(name, tool.toFeature(), mayWaive), tool.budget(), tool.labels(),
					quantity));
		}
		return rules;
	}

	private static NamePattern pattern(String property, @Nullable String text, String example,
			Map<NamePattern, String> names) {
		if (text == null || text.isBlank()) {
			throw FeatureRulesConfiguration.invalid(property, text,
					"It is missing: give a name, or several of them with '*', %s.".formatted(example));
		}
		NamePattern pattern = new NamePattern(text);
		String other = names.put(pattern, property);
		if (other != null) {
			throw FeatureRulesConfiguration.invalid(property, text, "'%s' is the same: keep one.".formatted(other));
		}
		return pattern;
	}

	private static void verify(String property, @Nullable String text, Consumer<String> check) {
		if (text != null) {
			FeatureRulesConfiguration.valid(property, text, () -> {
				check.accept(text);
				return text;
			});
		}
	}

	private static void verifyBudget(String budget) {
		Operation.builder("any").budgetId(budget);
	}

}
