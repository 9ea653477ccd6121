package ai.vluna.spring.web.reactive;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * Moves the application's advices behind ours in the list of beans, which decides between
 * advices of the same order. Nothing else could bring us in front of an advice with the
 * highest precedence, as catch-alls often are.
 *
 * @since 0.1.0
 */
public final class ApplicationAdviceOrderPostProcessor implements BeanFactoryPostProcessor, PriorityOrdered {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!(beanFactory instanceof BeanDefinitionRegistry registry)) {
			return;
		}
		for (String name : beanFactory.getBeanDefinitionNames()) {
			if (isOfApplication(beanFactory, name)) {
				BeanDefinition definition = registry.getBeanDefinition(name);
				registry.removeBeanDefinition(name);
				registry.registerBeanDefinition(name, definition);
			}
		}
	}

	private static boolean isOfApplication(ConfigurableListableBeanFactory beanFactory, String name) {
		Class<?> type = beanFactory.getType(name, false);
		return type != null && !BillingProblemAdvice.class.isAssignableFrom(type)
				&& !beanFactory.containsSingleton(name)
				&& beanFactory.findAnnotationOnBean(name, ControllerAdvice.class, false) != null;
	}

}
