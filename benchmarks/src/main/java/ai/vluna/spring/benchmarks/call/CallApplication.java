package ai.vluna.spring.benchmarks.call;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with metrics, as Spring Boot configures it; only the gate is in memory.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CallApplication {

	@Bean
	BilledSummaries billed() {
		return new BilledSummaries();
	}

	@Bean
	ObservedSummaries observed() {
		return new ObservedSummaries();
	}

	@Bean
	UsageExtractor<Summary> tokens() {
		return (summary) -> Usage.of(summary.tokens());
	}

	@Bean
	VlunaClient client() {
		return new InMemoryClient();
	}

	static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(CallApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("vluna.base-url=http://localhost/mgt/v1", "vluna.realm-id=realm-default",
					"vluna.service-key.id=key", "vluna.service-key.secret=c2VjcmV0",
					"vluna.subject.principal=fixed:nobody", "vluna.subject.user=fixed:nobody",
					"management.observations.annotations.enabled=true")
			.run();
	}

	static PlainSummaries proxied(PlainSummaries target) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		return (PlainSummaries) factory.getProxy();
	}

}
