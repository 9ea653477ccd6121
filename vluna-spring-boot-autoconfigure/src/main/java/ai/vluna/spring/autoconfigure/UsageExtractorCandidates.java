package ai.vluna.spring.autoconfigure;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageExtractors.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Finds out which values the extractor beans read: from what its bean definition
 * declares, or else from its class.
 */
final class UsageExtractorCandidates {

	private UsageExtractorCandidates() {
	}

	static List<Candidate> of(ObjectProvider<UsageExtractor<?>> extractors,
			ConfigurableListableBeanFactory beanFactory) {
		Map<Object, String> names = new IdentityHashMap<>();
		for (String name : beanFactory.getBeanNamesForType(UsageExtractor.class)) {
			names.put(beanFactory.getBean(name), name);
		}
		return extractors.orderedStream()
			.map((extractor) -> Candidate.of(extractor, declaredType(names.get(extractor), beanFactory),
					ResolvableType.forClass(AopUtils.getTargetClass(extractor))))
			.toList();
	}

	private static ResolvableType declaredType(@Nullable String name, ConfigurableListableBeanFactory beanFactory) {
		return (name != null && beanFactory.containsBeanDefinition(name))
				? beanFactory.getMergedBeanDefinition(name).getResolvableType() : ResolvableType.NONE;
	}

}
