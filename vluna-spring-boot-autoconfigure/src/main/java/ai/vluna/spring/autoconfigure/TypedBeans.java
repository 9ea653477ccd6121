package ai.vluna.spring.autoconfigure;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Finds out which types the beans of a generic interface work on: from what the bean
 * definition declares, or else from the class of the bean.
 */
final class TypedBeans {

	private TypedBeans() {
	}

	/**
	 * Describe the beans of a generic interface.
	 * @param <B> the type of the beans
	 * @param <C> the type of the descriptions
	 * @param type the generic interface
	 * @param beans the beans
	 * @param beanFactory knows how they are declared
	 * @param description made of a bean and what is declared about it, the best first
	 * @return the descriptions in the order of the beans
	 */
	static <B, C> List<C> of(Class<?> type, ObjectProvider<B> beans, ConfigurableListableBeanFactory beanFactory,
			BiFunction<B, ResolvableType[], C> description) {
		Map<Object, String> names = new IdentityHashMap<>();
		for (String name : beanFactory.getBeanNamesForType(type)) {
			names.put(beanFactory.getBean(name), name);
		}
		return beans.orderedStream()
			.map((bean) -> description.apply(bean,
					new ResolvableType[] { declaredType(names.get(bean), beanFactory),
							ResolvableType.forClass(AopUtils.getTargetClass(bean)) }))
			.toList();
	}

	private static ResolvableType declaredType(@Nullable String name, ConfigurableListableBeanFactory beanFactory) {
		return (name != null && beanFactory.containsBeanDefinition(name))
				? beanFactory.getMergedBeanDefinition(name).getResolvableType() : ResolvableType.NONE;
	}

}
