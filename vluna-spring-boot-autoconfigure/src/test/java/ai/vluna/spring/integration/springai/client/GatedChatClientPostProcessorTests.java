package ai.vluna.spring.integration.springai.client;

import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.integration.springai.tool.OnDeniedTool;
import ai.vluna.spring.integration.springai.tool.ToolGate;
import ai.vluna.spring.model.ModelGate;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients, and builders of them, that are beans.
 */
class GatedChatClientPostProcessorTests {

	private final ChatModel model = (prompt) -> new ChatResponse(
			List.of(new Generation(new AssistantMessage("Hello"))));

	private final GatedChatClientPostProcessor postProcessor = new GatedChatClientPostProcessor(
			new ToolGate(ModelGate::passThrough, OnDeniedTool.FAIL));

	@Test
	void gatesClientsOnce() {
		Object gated = process(ChatClient.create(this.model));
		assertThat(gated).isInstanceOf(GatedChatClient.class);
		assertThat(process(gated)).isSameAs(gated);
	}

	@Test
	void gatesWhatBuildersBuild() {
		ChatClient.Builder builder = ChatClient.builder(this.model);
		assertThat(process(builder)).isSameAs(builder);
		assertThat(advisorsOf(builder.build())).hasExactlyElementsOfTypes(ModelCallScopeAdvisor.class,
				GatedToolsAdvisor.class);
	}

	@Test
	void addsNothingToClientsOfGatedBuilders() {
		ChatClient.Builder builder = (ChatClient.Builder) process(ChatClient.builder(this.model));
		assertThat(advisorsOf((ChatClient) process(builder.build()))).hasSize(2);
	}

	@Test
	void keepsWhatWasSaidOfAClient() {
		ChatClient client = ChatClient.builder(this.model)
			.defaultSystem("Be brief")
			.defaultAdvisors((spec) -> spec.param("conversation", "17"))
			.build();
		DefaultChatClientRequestSpec spec = (DefaultChatClientRequestSpec) ((ChatClient) process(client)).prompt("Hi");
		assertThat(spec.getSystemText()).isEqualTo("Be brief");
		assertThat(spec.getAdvisorParams()).containsEntry("conversation", "17");
	}

	@Test
	void leavesOtherBeansAlone() {
		assertThat(process(this.model)).isSameAs(this.model);
	}

	private Object process(Object bean) {
		return this.postProcessor.postProcessAfterInitialization(bean, "bean");
	}

	private static List<Advisor> advisorsOf(ChatClient client) {
		return new ArrayList<>(((DefaultChatClientRequestSpec) client.prompt()).getAdvisors());
	}

}
