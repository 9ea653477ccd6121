package ai.vluna.spring.integration.springai.tool;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.model.ModelGate;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * A tool whose calls are billed, if its name is mapped to a feature.
 */
final class GatedToolCallback implements ToolCallback {

	private final ToolCallback tool;

	private final Supplier<ModelGate> gate;

	private final OnDeniedTool onDenied;

	private final ToolCaller caller;

	GatedToolCallback(ToolCallback tool, Supplier<ModelGate> gate, OnDeniedTool onDenied, ToolCaller caller) {
		this.tool = tool;
		this.gate = gate;
		this.onDenied = onDenied;
		this.caller = caller;
	}

	@Override
	public ToolDefinition getToolDefinition() {
		return this.tool.getToolDefinition();
	}

	@Override
	public ToolMetadata getToolMetadata() {
		return this.tool.getToolMetadata();
	}

	@Override
	public String call(String toolInput) {
		return billed(() -> this.tool.call(toolInput));
	}

	@Override
	public String call(String toolInput, @Nullable ToolContext toolContext) {
		return billed(() -> this.tool.call(toolInput, toolContext));
	}

	private String billed(Supplier<String> call) {
		String name = getToolDefinition().name();
		AtomicBoolean admitted = new AtomicBoolean();
		try {
			return this.caller.call(() -> this.gate.get().tool(name, () -> {
				admitted.set(true);
				return call.get();
			}));
		}
		catch (BillingDeniedException ex) {
			// What a tool is denied inside is a failure of the tool.
			if (this.onDenied == OnDeniedTool.FAIL || admitted.get()) {
				throw ex;
			}
			return "The tool '%s' was not called, as its use was denied: %s".formatted(name, ex.getReason());
		}
	}

	@Override
	public String toString() {
		return "GatedToolCallback[" + this.tool + "]";
	}

}
