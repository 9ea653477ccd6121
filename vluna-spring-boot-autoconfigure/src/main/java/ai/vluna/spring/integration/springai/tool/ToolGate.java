package ai.vluna.spring.integration.springai.tool;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import ai.vluna.spring.model.ModelGate;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Gates tools wherever they are about to be called, each of them once. A tool is billed
 * when the name by which the model calls it is mapped to a feature, and is an operation
 * of its own. That name is the one of its definition, so that for MCP tools a prefix
 * belongs to it.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class ToolGate {

	private final Supplier<ModelGate> gate;

	private final OnDeniedTool onDenied;

	/**
	 * Create a gate of tools.
	 * @param gate returns what tools are billed by, not asked before their first call
	 * @param onDenied what happens when a call is denied
	 */
	public ToolGate(Supplier<ModelGate> gate, OnDeniedTool onDenied) {
		this.gate = gate;
		this.onDenied = onDenied;
	}

	/**
	 * Return a prompt whose tools are gated.
	 * @param prompt the prompt
	 * @param caller whose run they are called in
	 * @return the prompt, changed only if it has tools
	 */
	public Prompt gated(Prompt prompt, ToolCaller caller) {
		return gated(prompt, (tool) -> gated(tool, caller));
	}

	/**
	 * Return a prompt whose tools are gated and know what the model asked for.
	 * @param prompt the prompt
	 * @param caller whose run they are called in
	 * @param ids the ids of the calls that are about to be made
	 * @return the prompt, changed only if it has tools
	 */
	Prompt gated(Prompt prompt, ToolCaller caller, ToolCallIds ids) {
		return gated(prompt, (tool) -> gated(tool, caller).with(ids));
	}

	private static Prompt gated(Prompt prompt, UnaryOperator<ToolCallback> gating) {
		if (!(prompt.getOptions() instanceof ToolCallingChatOptions options)) {
			return prompt;
		}
		List<ToolCallback> tools = options.getToolCallbacks();
		if (tools == null || tools.isEmpty()) {
			return prompt;
		}
		List<ToolCallback> gated = tools.stream().map(gating).toList();
		return new Prompt(prompt.getInstructions(), options.mutate().toolCallbacks(gated).build());
	}

	/**
	 * Return a tool that is gated.
	 * @param tool the tool
	 * @param caller whose run it is called in
	 * @return the tool; itself if it is gated already
	 */
	GatedToolCallback gated(ToolCallback tool, ToolCaller caller) {
		return (tool instanceof GatedToolCallback gated) ? gated
				: new GatedToolCallback(tool, this.gate, this.onDenied, caller, ToolCallIds.UNKNOWN);
	}

}
