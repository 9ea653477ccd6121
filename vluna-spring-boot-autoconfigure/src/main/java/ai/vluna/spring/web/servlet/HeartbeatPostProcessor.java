package ai.vluna.spring.web.servlet;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import reactor.core.scheduler.Scheduler;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitterReturnValueHandler;

/**
 * Puts the {@link HeartbeatReturnValueHandler} in front of what sends events. For
 * internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class HeartbeatPostProcessor implements BeanPostProcessor {

	private final Duration interval;

	private final Supplier<Scheduler> scheduler;

	/**
	 * Create a post-processor.
	 * @param interval the time from beat to beat
	 * @param scheduler asked for a scheduler whose threads may block
	 */
	public HeartbeatPostProcessor(Duration interval, Supplier<Scheduler> scheduler) {
		this.interval = interval;
		this.scheduler = scheduler;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RequestMappingHandlerAdapter adapter) {
			List<HandlerMethodReturnValueHandler> handlers = adapter.getReturnValueHandlers();
			if (handlers != null) {
				adapter.setReturnValueHandlers(handlers.stream().map(this::beating).toList());
			}
		}
		return bean;
	}

	private HandlerMethodReturnValueHandler beating(HandlerMethodReturnValueHandler handler) {
		return (handler instanceof ResponseBodyEmitterReturnValueHandler)
				? new HeartbeatReturnValueHandler(handler, this.interval, this.scheduler.get()) : handler;
	}

}
