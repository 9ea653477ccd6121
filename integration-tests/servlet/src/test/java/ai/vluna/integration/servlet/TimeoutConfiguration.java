package ai.vluna.integration.servlet;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets a request choose how long it waits.
 */
@Configuration(proxyBeanMethods = false)
class TimeoutConfiguration implements WebMvcConfigurer, DeferredResultProcessingInterceptor {

	static final String HEADER = "X-Test-Timeout";

	@Override
	public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
		configurer.registerDeferredResultInterceptors(this);
	}

	@Override
	public <T> void beforeConcurrentHandling(NativeWebRequest request, DeferredResult<T> deferredResult) {
		String timeout = request.getHeader(HEADER);
		if (timeout != null && request instanceof AsyncWebRequest async) {
			async.setTimeout(Long.valueOf(timeout));
		}
	}

}
