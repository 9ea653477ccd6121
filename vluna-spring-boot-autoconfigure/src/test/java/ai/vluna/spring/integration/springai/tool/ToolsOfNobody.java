package ai.vluna.spring.integration.springai.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.model.ModelGate;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A tool, and a gate that remembers which tools were called.
 */
final class ToolsOfNobody {

	static final BillingDeniedException DENIED = new BillingDeniedException("weather", DenialReason.QUOTA,
			"what the gate said", List.of(), null, null);

	final List<String> gated = new ArrayList<>();

	final List<String> denied = new ArrayList<>();

	final ToolGate failing = new ToolGate(this::gate, OnDeniedTool.FAIL);

	final ToolGate telling = new ToolGate(this::gate, OnDeniedTool.TELL_MODEL);

	private ModelGate gate() {
		ModelGate gate = mock(ModelGate.class);
		given(gate.withDefaults(any())).willReturn(gate);
		given(gate.tool(anyString(), any())).willAnswer((call) -> {
			String name = call.getArgument(0);
			if (this.denied.contains(name)) {
				throw DENIED;
			}
			this.gated.add(name);
			return call.<BilledWork<?, ?>>getArgument(1).perform();
		});
		return gate;
	}

	static ToolCallback tool(String name, Supplier<String> work) {
		return new ToolCallback() {

			@Override
			public ToolDefinition getToolDefinition() {
				return ToolDefinition.builder().name(name).description(name).inputSchema("{}").build();
			}

			@Override
			public ToolMetadata getToolMetadata() {
				return ToolMetadata.builder().returnDirect(true).build();
			}

			@Override
			public String call(String toolInput) {
				return work.get() + toolInput;
			}

		};
	}

}
