package ai.vluna.spring.integration.springai.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.vluna.spring.integration.springai.tool.ToolCaller;
import ai.vluna.spring.integration.springai.tool.ToolGate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.ToolAdvisor;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Gates the tools of a request just before the tool loop takes them, so that whoever runs
 * the loop calls gated tools, with whatever manager.
 */
final class GatedToolsAdvisor implements CallAdvisor, StreamAdvisor {

	static final int ORDER = ToolCallingAdvisor.DEFAULT_ORDER - 1;

	private static final Log logger = LogFactory.getLog(GatedToolsAdvisor.class);

	private final ToolGate gate;

	private final AtomicBoolean warned = new AtomicBoolean();

	GatedToolsAdvisor(ToolGate gate) {
		this.gate = gate;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		return chain.nextCall(gated(request, ToolCaller.here(), chain.getCallAdvisors()));
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return Flux.deferContextual(
				(context) -> chain.nextStream(gated(request, ToolCaller.of(context), chain.getStreamAdvisors())));
	}

	private ChatClientRequest gated(ChatClientRequest request, ToolCaller caller, List<? extends Advisor> advisors) {
		Prompt prompt = this.gate.gated(request.prompt(), caller);
		if (prompt == request.prompt()) {
			return request;
		}
		if (advisors.stream().noneMatch(ToolAdvisor.class::isInstance) && this.warned.compareAndSet(false, true)) {
			logger.warn("No advisor behind this one calls tools. What the application calls itself is billed if the "
					+ "'ToolCallingManager' bean calls it; an advisor that calls tools with another manager needs "
					+ "the order 'ToolCallingAdvisor.DEFAULT_ORDER' or a later one");
		}
		return ChatClientRequest.builder().prompt(prompt).context(request.context()).build();
	}

	@Override
	public String getName() {
		return "Billed Tools";
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
