package ai.vluna.integration.workers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingDeniedException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * An application of listeners.
 */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

	@Bean
	CommonErrorHandler errorHandler(KafkaOperations<?, ?> kafka) {
		DefaultErrorHandler handler = new DefaultErrorHandler(new DeadLetterPublishingRecoverer(kafka),
				new FixedBackOff(50, 9));
		handler.addNotRetryableExceptions(BillingDeniedException.class, BillingConfigurationException.class,
				MissingBillingSubjectException.class);
		return handler;
	}

	@Bean
	Journal journal() {
		return new Journal();
	}

	@Bean
	TranslationListener translationListener(Journal journal) {
		return new TranslationListener(journal);
	}

	@Bean
	BilledTexts billedTexts(Journal journal) {
		return new BilledTexts(journal);
	}

	@Bean
	BatchListener batchListener(BilledTexts texts) {
		return new BatchListener(texts);
	}

	@Bean
	DeadLetters deadLetters() {
		return new DeadLetters();
	}

	/**
	 * Reads what nobody could work on.
	 */
	static class DeadLetters {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		@KafkaListener(topics = { "texts-dlt", "messages-dlt" })
		void receive(String text) {
			this.texts.add(text);
		}

		List<String> texts() {
			return new ArrayList<>(this.texts);
		}

	}

}
