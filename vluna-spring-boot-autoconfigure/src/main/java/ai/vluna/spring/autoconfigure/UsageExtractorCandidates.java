package ai.vluna.spring.autoconfigure;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageExtractors.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Finds out which values the extractor beans read: from the class, or for a lambda from
 * the return type of its bean method.
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
			.map((extractor) -> Candidate.of(extractor, declaredType(extractor, names.get(extractor), beanFactory)))
			.toList();
	}

	private static ResolvableType declaredType(UsageExtractor<?> extractor, @Nullable String name,
			ConfigurableListableBeanFactory beanFactory) {
		ResolvableType type = ResolvableType.forInstance(extractor);
		boolean known = type.as(UsageExtractor.class).getGeneric(0).resolve() != null;
		if (known || name == null || !beanFactory.containsBeanDefinition(name)) {
			return type;
		}
		return beanFactory.getMergedBeanDefinition(name).getResolvableType();
	}

}
