package ai.vluna.spring.integration.springai.tool;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelCallScope;
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

	/**
	 * The label that tells by which id the model asked for the call.
	 */
	static final String ID_LABEL = "tool_call_id";

	private final ToolCallback tool;

	private final Supplier<ModelGate> gate;

	private final OnDeniedTool onDenied;

	private final ToolCaller caller;

	private final ToolCallIds ids;

	GatedToolCallback(ToolCallback tool, Supplier<ModelGate> gate, OnDeniedTool onDenied, ToolCaller caller,
			ToolCallIds ids) {
		this.tool = tool;
		this.gate = gate;
		this.onDenied = onDenied;
		this.caller = caller;
		this.ids = ids;
	}

	GatedToolCallback with(ToolCallIds ids) {
		return new GatedToolCallback(this.tool, this.gate, this.onDenied, this.caller, ids);
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
		return billed(toolInput, () -> this.tool.call(toolInput));
	}

	@Override
	public String call(String toolInput, @Nullable ToolContext toolContext) {
		return billed(toolInput, () -> this.tool.call(toolInput, toolContext));
	}

	private String billed(String toolInput, Supplier<String> call) {
		String name = getToolDefinition().name();
		String id = this.ids.take(name, toolInput);
		AtomicBoolean admitted = new AtomicBoolean();
		try {
			return this.caller.call(() -> gate(id).tool(name, () -> {
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

	private ModelGate gate(@Nullable String id) {
		ModelCallScope scope = ModelCallScope.current();
		// Another attempt under the same key has another id, but must send the same.
		if (id == null || (scope != null && scope.options().key() != null)) {
			return this.gate.get();
		}
		return this.gate.get().withDefaults(ModelCallOptions.builder().labels(Map.of(ID_LABEL, id)).build());
	}

	@Override
	public String toString() {
		return "GatedToolCallback[" + this.tool + "]";
	}

}
