package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.hint.handler.BillingHintHandler;
import ai.vluna.spring.hint.handler.HintHandlers;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wiring of the beans that act on hints.
 */
@Configuration(proxyBeanMethods = false)
class HintHandlersConfiguration {

	private static final int MAX_WAITING = 1000;

	private static final int IDLE_SECONDS = 60;

	@Bean
	@ConditionalOnBean(BillingHintHandler.class)
	@ConditionalOnMissingBean
	HintHandlers vlunaHintHandlers(ObjectProvider<BillingHintHandler<?>> handlers,
			ConfigurableListableBeanFactory beanFactory) {
		// One thread keeps the order of the answers, and a handler that hangs holds up
		// other handlers only.
		return new HintHandlers(
				() -> TypedBeans.of(BillingHintHandler.class, handlers, beanFactory, HintHandlers.Candidate::of),
				Schedulers.newBoundedElastic(1, MAX_WAITING, "vluna-hints", IDLE_SECONDS, true));
	}

}
