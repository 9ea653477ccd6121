package ai.vluna.spring.integration.springai.tool;

import java.util.List;

import ai.vluna.spring.model.ModelGate;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * A manager that bills the tools it calls, as far as they are mapped to features. The id
 * by which the model asked for a call is its label {@code tool_call_id}. Beans are
 * decorated without being asked; managers that are made in user code go through
 * {@link #of(ToolCallingManager, ModelGate)}.
 *
 * @since 0.1.0
 */
public final class GatedToolCallingManager implements ToolCallingManager {

	private final ToolCallingManager manager;

	private final ToolGate gate;

	GatedToolCallingManager(ToolCallingManager manager, ToolGate gate) {
		this.manager = manager;
		this.gate = gate;
	}

	/**
	 * Gate a manager that is not a bean. A denied tool fails the run.
	 * @param manager the manager
	 * @param gate what tools are billed by
	 * @return the manager, billed; itself if it is so already
	 */
	public static ToolCallingManager of(ToolCallingManager manager, ModelGate gate) {
		return of(manager, gate, OnDeniedTool.FAIL);
	}

	/**
	 * Gate a manager that is not a bean.
	 * @param manager the manager
	 * @param gate what tools are billed by
	 * @param onDenied what happens when a tool is denied
	 * @return the manager, billed; itself if it is so already
	 */
	public static ToolCallingManager of(ToolCallingManager manager, ModelGate gate, OnDeniedTool onDenied) {
		return (manager instanceof GatedToolCallingManager) ? manager
				: new GatedToolCallingManager(manager, new ToolGate(() -> gate, onDenied));
	}

	@Override
	public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions chatOptions) {
		return this.manager.resolveToolDefinitions(chatOptions);
	}

	@Override
	public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse chatResponse) {
		Prompt gated = this.gate.gated(prompt, ToolCaller.ofRun(), ToolCallIds.of(chatResponse));
		return this.manager.executeToolCalls(gated, chatResponse);
	}

	@Override
	public String toString() {
		return "GatedToolCallingManager[" + this.manager + "]";
	}

}
