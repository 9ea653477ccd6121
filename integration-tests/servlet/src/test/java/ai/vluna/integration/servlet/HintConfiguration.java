package ai.vluna.integration.servlet;

import ai.vluna.spring.hint.ScarcityHint;
import ai.vluna.spring.hint.handler.BillingHintHandler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Somebody who listens to hints.
 */
@Configuration(proxyBeanMethods = false)
class HintConfiguration {

	@Bean
	BillingHintHandler<ScarcityHint> scarcityHandler() {
		return (hint, occasion) -> {
		};
	}

}
