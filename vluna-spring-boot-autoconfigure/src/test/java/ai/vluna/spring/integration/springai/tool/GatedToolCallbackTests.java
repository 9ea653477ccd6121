package ai.vluna.spring.integration.springai.tool;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for tools whose calls are billed.
 */
class GatedToolCallbackTests {

	private final ToolsOfNobody tools = new ToolsOfNobody();

	private final ToolCallback wet = ToolsOfNobody.tool("weather", () -> "wet");

	@Test
	void isTheToolButForItsCalls() {
		ToolCallback gated = this.tools.failing.gated(this.wet, ToolCaller.here());
		assertThat(gated.getToolDefinition().name()).isEqualTo("weather");
		assertThat(gated.getToolMetadata().returnDirect()).isTrue();
		assertThat(gated.call("!")).isEqualTo("wet!");
		assertThat(gated.call("?", new ToolContext(Map.of()))).isEqualTo("wet?");
		assertThat(this.tools.gated).containsExactly("weather", "weather");
	}

	@Test
	void isGatedOnce() {
		ToolCallback gated = this.tools.failing.gated(this.wet, ToolCaller.here());
		assertThat(this.tools.failing.gated(gated, ToolCaller.here())).isSameAs(gated);
	}

	@Test
	void failsWhenItIsDenied() {
		this.tools.denied.add("weather");
		ToolCallback gated = this.tools.failing.gated(this.wet, ToolCaller.here());
		assertThatThrownBy(() -> gated.call("!")).isSameAs(ToolsOfNobody.DENIED);
	}

	@Test
	void tellsTheModelNoMoreThanTheReason() {
		this.tools.denied.add("weather");
		assertThat(this.tools.telling.gated(this.wet, ToolCaller.here()).call("!")).contains("weather", "QUOTA")
			.doesNotContain("what the gate said");
	}

	@Test
	void doesNotTakeWhatItIsDeniedInsideForItsOwnDenial() {
		ToolCallback denied = ToolsOfNobody.tool("agent", () -> {
			throw ToolsOfNobody.DENIED;
		});
		ToolCallback gated = this.tools.telling.gated(denied, ToolCaller.here());
		assertThatThrownBy(() -> gated.call("!")).isSameAs(ToolsOfNobody.DENIED);
	}

}
