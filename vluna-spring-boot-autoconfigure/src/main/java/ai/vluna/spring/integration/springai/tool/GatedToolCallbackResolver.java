package ai.vluna.spring.integration.springai.tool;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;

/**
 * Finds gated tools by name, for managers that may call tools a prompt does not have.
 */
final class GatedToolCallbackResolver implements ToolCallbackResolver {

	private final ToolCallbackResolver resolver;

	private final ToolGate gate;

	GatedToolCallbackResolver(ToolCallbackResolver resolver, ToolGate gate) {
		this.resolver = resolver;
		this.gate = gate;
	}

	@Override
	public @Nullable ToolCallback resolve(String toolName) {
		ToolCallback tool = this.resolver.resolve(toolName);
		// Not whoever asks: what is found may be kept and called by others.
		return (tool != null) ? this.gate.gated(tool, ToolCaller.ANYONE) : null;
	}

	@Override
	public String toString() {
		return "GatedToolCallbackResolver[" + this.resolver + "]";
	}

}
