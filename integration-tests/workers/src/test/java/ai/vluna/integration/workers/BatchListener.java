package ai.vluna.integration.workers;

import java.util.List;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;

/**
 * Gets many texts at once, and has each of them billed on its own by another bean.
 */
public class BatchListener {

	private static final BillingSubject CUSTOMER = BillingSubject.of("acme", "alice");

	private final BilledTexts texts;

	BatchListener(BilledTexts texts) {
		this.texts = texts;
	}

	@KafkaListener(topics = "batches", batch = "true")
	public void translateAll(List<ConsumerRecord<String, String>> batch) {
		for (ConsumerRecord<String, String> data : batch) {
			try {
				BillingSubjects.with(CUSTOMER, () -> this.texts.translate(data.key(), data.value()));
			}
			catch (RuntimeException ex) {
				throw new BatchListenerFailedException("No translation of " + data.key(), ex, data);
			}
		}
	}

}
