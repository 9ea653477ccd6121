package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.event.OperationEventPublisher;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wiring of what tells the application of its operations.
 */
@Configuration(proxyBeanMethods = false)
class OperationEventsConfiguration {

	private static final int MAX_WAITING = 10_000;

	private static final int IDLE_SECONDS = 60;

	@Bean
	OperationEventPublisher vlunaOperationEventPublisher(ApplicationEventPublisher publisher) {
		// One thread keeps the order of the events, and a listener that hangs holds up
		// other listeners only.
		return new OperationEventPublisher(publisher,
				Schedulers.newBoundedElastic(1, MAX_WAITING, "vluna-events", IDLE_SECONDS, true));
	}

}
