package ai.vluna.spring.interceptor;

import java.util.function.Supplier;

import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
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
		this.all = new All(new Late<>(all));
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
		return new Named(new Late<>(() -> candidate(beanName)));
	}

	private UsageExtractors.Candidate candidate(String beanName) {
		UsageExtractor<?> bean = this.beanFactory.getBean(beanName, UsageExtractor.class);
		ResolvableType declared = this.beanFactory.containsBeanDefinition(beanName)
				? this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType() : ResolvableType.NONE;
		return UsageExtractors.Candidate.of(bean, declared, ResolvableType.forClass(AopUtils.getTargetClass(bean)));
	}

	/**
	 * All extractors of the application. Which of them to ask where there is no value,
	 * nobody can tell.
	 *
	 * @param extractors the extractors
	 */
	private record All(Late<UsageExtractors> extractors) implements UsageExtractor<Object> {

		@Override
		public @Nullable Usage extract(Object value) {
			return this.extractors.get().extract(value);
		}

	}

	/**
	 * The extractor that an attribute names.
	 *
	 * @param candidate the extractor and the type of the values it reads
	 */
	private record Named(Late<UsageExtractors.Candidate> candidate) implements UsageExtractor<Object> {

		@Override
		public @Nullable Usage extract(Object value) {
			return this.candidate.get().extract(value);
		}

		@Override
		public @Nullable Usage extractWithoutValue() {
			return this.candidate.get().extractor().extractWithoutValue();
		}

	}

	/**
	 * Something that is looked up when it is asked for, without a lock that would block
	 * event loops.
	 *
	 * @param <T> the type of it
	 */
	private static final class Late<T> {

		private final Supplier<T> supplier;

		private volatile @Nullable T value;

		private Late(Supplier<T> supplier) {
			this.supplier = supplier;
		}

		private T get() {
			T known = this.value;
			if (known == null) {
				known = this.supplier.get();
				this.value = known;
			}
			return known;
		}

	}

}
