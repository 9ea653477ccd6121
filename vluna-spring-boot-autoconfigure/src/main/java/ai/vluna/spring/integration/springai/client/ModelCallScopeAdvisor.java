package ai.vluna.spring.integration.springai.client;

import ai.vluna.spring.context.CallerSnapshot;
import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelCallScope;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;

/**
 * Makes one call of a {@code ChatClient} one {@link ModelCallScope}, with all rounds of
 * its tool loop and what other advisors ask models for. It bills nothing itself.
 * <p>
 * The rounds of a stream are subscribed on threads of their own, so the Reactor context
 * takes along what is known where the stream is subscribed.
 * <p>
 * Nothing happens when it comes a second time: the options are gone by then.
 */
final class ModelCallScopeAdvisor implements CallAdvisor, StreamAdvisor {

	static final ModelCallScopeAdvisor INSTANCE = new ModelCallScopeAdvisor();

	/**
	 * Before the memory and the tool loop. Never at the end, where the model would go
	 * first and nobody would come here.
	 */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	private ModelCallScopeAdvisor() {
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		ModelCallOptions options = ScopeParams.read(request.context());
		return (options != null) ? ModelCallScope.with(options, () -> chain.nextCall(withoutOptions(request)))
				: chain.nextCall(request);
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		CallerSnapshot subscriber = CallerSnapshot.capture();
		ModelCallOptions options = ScopeParams.read(request.context());
		Flux<ChatClientResponse> stream = (options != null)
				? chain.nextStream(withoutOptions(request)).contextWrite(ModelCallScope.write(options))
				: chain.nextStream(request);
		return stream.contextWrite(subscriber::addTo);
	}

	private static ChatClientRequest withoutOptions(ChatClientRequest request) {
		return ChatClientRequest.builder()
			.prompt(request.prompt())
			.context(ScopeParams.without(request.context()))
			.build();
	}

	@Override
	public String getName() {
		return "Billing Scope";
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
