package ai.vluna.spring.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.SubjectRule;
import ai.vluna.spring.interceptor.BilledFeatures;
import ai.vluna.spring.interceptor.BilledOperationSource;
import ai.vluna.spring.model.ModelRules;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.probe.StartupProbe;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for asking the gate at start-up whether it would charge.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { VlunaClientAutoConfiguration.class, VlunaInterceptorAutoConfiguration.class,
		VlunaModelAutoConfiguration.class })
@ConditionalOnBean({ VlunaClient.class, BilledOperationSource.class })
public final class VlunaProbeAutoConfiguration {

	private static final String PREFIX = "vluna.startup-probe";

	private static final BillingSubject NOBODY = BillingSubject.of("vluna-startup-probe", "vluna-startup-probe");

	VlunaProbeAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	StartupProbe vlunaStartupProbe(VlunaProperties properties, VlunaClient client, BilledOperationSource source,
			FeatureRules featureRules, ObjectProvider<ModelRules> modelRules) {
		VlunaProperties.StartupProbe probe = properties.startupProbe();
		if (probe.timeout().toMillis() <= 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".timeout", probe.timeout(),
					"It must be positive. To ask nothing, set '%s.mode=off'.".formatted(PREFIX));
		}
		return new StartupProbe(client, subjectOf(properties),
				() -> billed(source.features(), featureRules, modelRules), probe.mode(), probe.timeout());
	}

	private static BilledFeatures billed(BilledFeatures byMethods, FeatureRules featureRules,
			ObjectProvider<ModelRules> modelRules) {
		SortedMap<String, Set<String>> named = new TreeMap<>(byMethods.named());
		modelRules.ifAvailable((rules) -> {
			// Tools tell no tokens.
			rules.featuresOfTools().forEach((tool) -> named.putIfAbsent(tool.featureCode(), Set.of()));
			rules.featuresOfModels().forEach((model) -> {
				FeatureSettings settings = featureRules.settings(model.featureCode()).orElse(model.settings());
				named.merge(model.featureCode(), settings.meters().distinctCodes(), VlunaProbeAutoConfiguration::union);
			});
		});
		return new BilledFeatures(named, byMethods.computed(), byMethods.onlyWatched());
	}

	private static Set<String> union(Set<String> some, Set<String> others) {
		return Stream.of(some, others).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
	}

	@Bean
	static LazyInitializationExcludeFilter vlunaProbeLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(StartupProbe.class);
	}

	private static BillingSubject subjectOf(VlunaProperties properties) {
		VlunaProperties.StartupProbe probe = properties.startupProbe();
		VlunaProperties.Subject subject = properties.subject();
		if (probe.principal() != null || probe.user() != null) {
			return own(probe.principal(), probe.user());
		}
		if (subject.jobs().principal() != null && subject.jobs().user() != null) {
			return BillingSubject.of(subject.jobs().principal(), subject.jobs().user());
		}
		String principal = fixed("vluna.subject.principal", subject.principal());
		String user = fixed("vluna.subject.user", subject.user());
		return (principal != null && user != null) ? BillingSubject.of(principal, user) : NOBODY;
	}

	private static BillingSubject own(@Nullable String principal, @Nullable String user) {
		if (principal == null || user == null) {
			throw new MissingVlunaPropertiesException(List.of(PREFIX + ((principal != null) ? ".user" : ".principal")));
		}
		try {
			return BillingSubject.of(principal, user);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX, principal + "/" + user, ex.getMessage() + ".");
		}
	}

	private static @Nullable String fixed(String property, @Nullable String rule) {
		return (rule != null) ? SubjectRule.parse(property, rule).fixedId() : null;
	}

}
