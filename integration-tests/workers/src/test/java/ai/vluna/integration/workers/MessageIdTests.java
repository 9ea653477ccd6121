package ai.vluna.integration.workers;

import org.junit.jupiter.api.Test;

import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Why the id of a message object is no key.
 */
class MessageIdTests {

	@Test
	void differsForTheSameMessage() {
		assertThat(MessageBuilder.withPayload("same").build().getHeaders().getId())
			.isNotEqualTo(MessageBuilder.withPayload("same").build().getHeaders().getId());
	}

}
