package ai.vluna.integration.workers;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.delivery.DeliveryLifecycle;
import ai.vluna.spring.denial.BillingUnavailableException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/**
 * An application of listeners only, one of which stops later than it should.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ListenerApplication {

	/**
	 * As long after delivery as the pollers of Spring Integration stop.
	 */
	private static final int LATE = Integer.MAX_VALUE / 2;

	@Bean
	Letters letters(LetterDesk desk) {
		return new Letters(desk);
	}

	@Bean
	CommonErrorHandler errorHandler(LetterDesk desk) {
		DefaultErrorHandler handler = new DefaultErrorHandler(new FixedBackOff(50, FixedBackOff.UNLIMITED_ATTEMPTS));
		handler.setRetryListeners((message, failure, attempt) -> {
			if (NestedExceptionUtils.getMostSpecificCause(failure) instanceof BillingUnavailableException) {
				desk.refuse(String.valueOf(message.value()));
			}
		});
		return handler;
	}

	@Bean
	ConcurrentMessageListenerContainer<?, ?> lateContainer(ConcurrentKafkaListenerContainerFactory<?, ?> factory,
			Letters letters, @Value("${late-topic}") String topic) {
		ConcurrentMessageListenerContainer<?, ?> container = factory.createContainer(topic);
		container.getContainerProperties().setGroupId(topic);
		container.setupMessageListener((MessageListener<String, String>) (data) -> letters.read(data.value()));
		container.setPhase(LATE);
		return container;
	}

	@Bean
	AfterDelivery afterDelivery(LetterDesk desk) {
		return new AfterDelivery(desk);
	}

	/**
	 * Listens for letters. A character is a unit.
	 */
	public static class Letters {

		private final LetterDesk desk;

		Letters(LetterDesk desk) {
			this.desk = desk;
		}

		@KafkaListener(id = "${topic}", topics = "${topic}")
		@BilledOperation(feature = "text", quantity = "#letter.length()", key = "#letter", labels = "letter=#{#letter}")
		public void read(String letter) {
			this.desk.begin(letter);
		}

	}

	/**
	 * Holds up the end of the application just after the end of delivery.
	 */
	static class AfterDelivery implements SmartLifecycle {

		private final LetterDesk desk;

		private volatile boolean running;

		AfterDelivery(LetterDesk desk) {
			this.desk = desk;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.desk.deliveryIsOver();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return DeliveryLifecycle.PHASE - 1;
		}

	}

}
