package ai.vluna.integration.workers;

import ai.vluna.spring.annotation.BilledOperation;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * Listeners for texts to translate, in the forms that Spring knows. A character is a
 * unit.
 */
public class TranslationListener {

	private final Journal journal;

	TranslationListener(Journal journal) {
		this.journal = journal;
	}

	@KafkaListener(topics = "texts")
	@BilledOperation(feature = "text", quantity = "#text.length()", principal = "#tenant", user = "#user", key = "#id")
	public void translate(@Payload String text, @Header("tenant") String tenant, @Header("user") String user,
			@Header("message-id") String id) {
		this.journal.begin(id);
	}

	@KafkaListener(topics = "messages")
	@BilledOperation(feature = "text", quantity = "#message.payload.length()", principal = "#message.headers['tenant']",
			user = "#message.headers['user']", key = "#message.headers['message-id']")
	public void translate(Message<String> message) {
		this.journal.begin(String.valueOf(message.getHeaders().get("message-id")));
	}

	@KafkaListener(topics = "records")
	@BilledOperation(feature = "text", quantity = "#data.value().length()",
			principal = "#data.headers().lastHeader('tenant')?.value()",
			user = "#data.headers().lastHeader('user')?.value()",
			key = "#data.topic() + '/' + #data.partition() + '/' + #data.offset()")
	public void translate(ConsumerRecord<String, String> data) {
		this.journal.begin("offset-" + data.offset());
	}

}
