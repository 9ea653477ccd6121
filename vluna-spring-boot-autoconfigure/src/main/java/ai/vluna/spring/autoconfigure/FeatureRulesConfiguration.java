package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.policy.FeatureCode;
import ai.vluna.spring.policy.FeaturePattern;
import ai.vluna.spring.policy.FeatureRule;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.TokenKind;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Wiring of what operators say about features.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class FeatureRulesConfiguration {

	private static final String LOSS_ACCEPTED = "vluna.unreachable.accept-loss";

	private static final String PREFIX = "vluna.features";

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static FeatureRules vlunaFeatureRules(Environment environment, ListableBeanFactory beanFactory) {
		// Needed among the bean post-processors, where the properties bean would be
		// created too early.
		List<VlunaProperties.Feature> features = Binder.get(environment)
			.bind(PREFIX, Bindable.listOf(VlunaProperties.Feature.class))
			.orElse(List.of());
		boolean mayWaive = mayWaive(environment, beanFactory);
		Map<FeaturePattern, String> names = new HashMap<>();
		List<FeatureRule> rules = new ArrayList<>();
		for (int i = 0; i < features.size(); i++) {
			String name = "%s[%d]".formatted(PREFIX, i);
			VlunaProperties.Feature feature = features.get(i);
			FeaturePattern pattern = pattern(name, feature);
			String other = names.put(pattern, name);
			if (other != null) {
				throw invalid(name + ".pattern", feature.pattern(),
						"'%s.pattern' is the same: keep one.".formatted(other));
			}
			FeatureSettings settings = settings(name, feature, mayWaive);
			if (settings.equals(FeatureSettings.INHERIT)) {
				throw invalid(name, feature.pattern(),
						"It says nothing about the pattern: add a policy, or remove it.");
			}
			rules.add(new FeatureRule(name, pattern, settings));
		}
		return new FeatureRules(rules);
	}

	/**
	 * Return whether work may be let pass unasked: its usage is kept, or it is accepted
	 * that it may be lost.
	 * @param environment tells what is accepted
	 * @param beanFactory tells whether there is a store
	 * @return whether a policy may say so
	 */
	static boolean mayWaive(Environment environment, ListableBeanFactory beanFactory) {
		return environment.getProperty(LOSS_ACCEPTED, Boolean.class, false)
				|| beanFactory.getBeanNamesForType(SettlementStore.class, true, false).length > 0;
	}

	private static FeaturePattern pattern(String name, VlunaProperties.Feature feature) {
		String text = feature.pattern();
		if (text == null || text.isBlank()) {
			throw invalid(name + ".pattern", text,
					"It is missing: name a feature, or several of them with '*', such as 'chat.*'.");
		}
		return valid(name + ".pattern", text, () -> new FeaturePattern(text));
	}

	/**
	 * Return what one entry says.
	 * @param name the name of the entry
	 * @param feature the entry
	 * @param mayWaive whether work may be let pass unasked
	 * @return the settings, possibly none
	 */
	static FeatureSettings settings(String name, VlunaProperties.Feature feature, boolean mayWaive) {
		OperationPolicy policy = feature.toPolicy(name);
		if (policy.onUnreachable() == OnUnreachable.ALLOW && !mayWaive) {
			throw invalid(name + ".on-unreachable", policy.onUnreachable(),
					"Without a delivery store the usage of operations that are let pass is lost when the "
							+ "application stops: choose one with 'vluna.delivery.store', or accept the loss with "
							+ "'%s=true'.".formatted(LOSS_ACCEPTED));
		}
		Duration wait = feature.maxRateLimitWait();
		if (wait != null && wait.isNegative()) {
			throw invalid(name + ".max-rate-limit-wait", wait, "It must not be negative.");
		}
		TokenMeters meters = meters(name + ".meters.", feature.meters());
		return valid(name + ".feature-family", feature.featureFamily(),
				() -> new FeatureSettings(policy, feature.featureFamily(), wait, meters));
	}

	private static TokenMeters meters(String prefix, Map<TokenKind, String> codes) {
		Map<TokenKind, String> meters = new EnumMap<>(TokenKind.class);
		codes.forEach((kind, code) -> {
			String property = prefix + propertyOf(kind);
			meters.put(kind, valid(property, code, () -> FeatureCode.normalise("meter", code)));
		});
		return new TokenMeters(meters);
	}

	/**
	 * Return what a kind of tokens is called among properties.
	 * @param kind the kind
	 * @return the last part of the property
	 */
	static String propertyOf(TokenKind kind) {
		return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static <T> T valid(String name, @Nullable Object value, Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(name, value, ex.getMessage() + ".");
		}
	}

	static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(name, value, reason);
	}

}
