package ai.vluna.spring.interceptor;

import java.util.List;
import java.util.function.Supplier;

import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageExtractors;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * The extractors among the application's beans. They are created when the first value is
 * there, since methods are read before the application's beans exist.
 */
final class UsageBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final UsageExtractor<Object> all;

	UsageBeans(ConfigurableListableBeanFactory beanFactory, Supplier<UsageExtractors> all) {
		this.beanFactory = beanFactory;
		this.all = new Late(all);
	}

	/**
	 * Return the extractor that an attribute names.
	 * @param name the name of the bean, possibly empty
	 * @return the bean, which tells nothing of values that are not of its type; all beans
	 * if there is no name
	 * @throws InvalidBilledOperationException if there is no such bean
	 */
	UsageExtractor<Object> extractor(BilledAttribute name) {
		if (!name.isPresent()) {
			return this.all;
		}
		String beanName = name.text().strip();
		String remedy = "Name a bean that is a UsageExtractor.";
		if (!this.beanFactory.containsBean(beanName)) {
			throw name.invalid("there is no such bean", remedy);
		}
		Class<?> type = this.beanFactory.getType(beanName, false);
		if (type != null && !UsageExtractor.class.isAssignableFrom(type)) {
			throw name.invalid("the bean is a " + type.getName(), remedy);
		}
		return new Late(() -> new UsageExtractors(List.of(candidate(beanName))));
	}

	private UsageExtractors.Candidate candidate(String beanName) {
		UsageExtractor<?> bean = this.beanFactory.getBean(beanName, UsageExtractor.class);
		ResolvableType declared = this.beanFactory.containsBeanDefinition(beanName)
				? this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType() : ResolvableType.NONE;
		UsageExtractors.Candidate candidate = UsageExtractors.Candidate.of(bean, declared);
		return (candidate.valueType() != Object.class) ? candidate
				: UsageExtractors.Candidate.of(bean, ResolvableType.forClass(AopUtils.getTargetClass(bean)));
	}

	/**
	 * Extractors that are looked up when they are asked, without a lock that would block
	 * event loops.
	 */
	private static final class Late implements UsageExtractor<Object> {

		private final Supplier<UsageExtractors> supplier;

		private volatile @Nullable UsageExtractors extractors;

		private Late(Supplier<UsageExtractors> supplier) {
			this.supplier = supplier;
		}

		@Override
		public @Nullable Usage extract(Object value) {
			UsageExtractors known = this.extractors;
			if (known == null) {
				known = this.supplier.get();
				this.extractors = known;
			}
			return known.extract(value);
		}

	}

}
