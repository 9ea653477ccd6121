package ai.vluna.integration.springai;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.policy.OnInnerCall;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.stereotype.Component;

/**
 * Billed work that calls models.
 */
@Component
class Assistants {

	static final String FEATURE = "assistant";

	@BilledOperation(feature = FEATURE, onInnerCall = OnInnerCall.ABSORB)
	String absorbing(ChatModel model) {
		return model.call("first") + model.call("second");
	}

	@BilledOperation(feature = FEATURE, onInnerCall = OnInnerCall.ABSORB)
	Flux<String> absorbingStream(ChatModel model) {
		return model.stream("first");
	}

	@BilledOperation(feature = FEATURE, quantity = "1", onInnerCall = OnInnerCall.SEPARATE)
	String separate(ChatModel model) {
		return String.valueOf(model.call("first"));
	}

}
