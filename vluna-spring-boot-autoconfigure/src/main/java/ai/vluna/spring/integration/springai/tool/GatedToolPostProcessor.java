package ai.vluna.spring.integration.springai.tool;

import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gates the tools that are called or found by beans.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class GatedToolPostProcessor implements BeanPostProcessor {

	private final ToolGate gate;

	/**
	 * Create a post-processor.
	 * @param gate gates the tools
	 */
	public GatedToolPostProcessor(ToolGate gate) {
		this.gate = gate;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ToolCallingManager manager) {
			return (manager instanceof GatedToolCallingManager) ? manager
					: new GatedToolCallingManager(manager, this.gate);
		}
		return (bean instanceof ToolCallbackResolver resolver) ? new GatedToolCallbackResolver(resolver, this.gate)
				: bean;
	}

}
