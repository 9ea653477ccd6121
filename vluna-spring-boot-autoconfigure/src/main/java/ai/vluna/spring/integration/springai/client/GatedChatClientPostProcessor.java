package ai.vluna.spring.integration.springai.client;

import java.util.List;

import ai.vluna.spring.integration.springai.tool.ToolGate;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gates the chat clients among the beans, however they were built, and all that builders
 * among the beans will build.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class GatedChatClientPostProcessor implements BeanPostProcessor {

	private final List<Advisor> advisors;

	/**
	 * Create a post-processor.
	 * @param gate gates the tools
	 */
	public GatedChatClientPostProcessor(ToolGate gate) {
		this.advisors = GatedChatClient.advisors(gate);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ChatClient.Builder builder) {
			return builder.defaultAdvisors(this.advisors);
		}
		return (bean instanceof ChatClient client && !(client instanceof GatedChatClient))
				? new GatedChatClient(client, this.advisors) : bean;
	}

}
