package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.event.OperationEventPublisher;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wiring of what tells the application of its operations.
 */
@Configuration(proxyBeanMethods = false)
class OperationEventsConfiguration {

	@Bean
	OperationEventPublisher vlunaOperationEventPublisher(ApplicationEventPublisher publisher) {
		return new OperationEventPublisher(publisher);
	}

}
