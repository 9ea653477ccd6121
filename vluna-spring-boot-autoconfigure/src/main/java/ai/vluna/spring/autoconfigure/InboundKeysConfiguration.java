package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.gate.idempotency.InboundKeys;
import ai.vluna.spring.web.reactive.InboundKeyWebFilter;
import ai.vluna.spring.web.reactive.ReactiveInboundKeys;
import ai.vluna.spring.web.servlet.InboundKeyFilter;
import ai.vluna.spring.web.servlet.ServletInboundKeys;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Wiring of the keys that clients of a web application supply. Absent unless switched on.
 */
final class InboundKeysConfiguration {

	static final String ENABLED = "vluna.inbound-idempotency.enabled";

	private InboundKeysConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnBooleanProperty(name = ENABLED)
	static class Servlet {

		@Bean
		InboundKeyFilter vlunaInboundKeyFilter() {
			return new InboundKeyFilter();
		}

		@Bean
		@ConditionalOnMissingBean
		InboundKeys vlunaInboundKeys() {
			return new ServletInboundKeys();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	@ConditionalOnBooleanProperty(name = ENABLED)
	static class Reactive {

		@Bean
		InboundKeyWebFilter vlunaInboundKeyWebFilter() {
			return new InboundKeyWebFilter();
		}

		@Bean
		@ConditionalOnMissingBean
		InboundKeys vlunaInboundKeys() {
			return new ReactiveInboundKeys();
		}

	}

}
