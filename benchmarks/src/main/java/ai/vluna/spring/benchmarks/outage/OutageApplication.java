package ai.vluna.spring.benchmarks.outage;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with metrics and a real client, whose circuit opens after one call and
 * stays open.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class OutageApplication {

	@Bean
	Summaries summaries() {
		return new Summaries();
	}

	static ConfigurableApplicationContext start(URI baseUrl, Duration responseTimeout) {
		return new SpringApplicationBuilder(OutageApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("vluna.base-url=" + baseUrl, "vluna.realm-id=realm-default", "vluna.service-key.id=key",
					"vluna.service-key.secret=c2VjcmV0", "vluna.subject.principal=fixed:acme",
					"vluna.subject.user=fixed:alice", "vluna.startup-probe.mode=off",
					"vluna.connection.response-timeout=" + responseTimeout, "vluna.retry.max-attempts=1",
					"vluna.circuit-breaker.window=1", "vluna.circuit-breaker.minimum-calls=1",
					"vluna.circuit-breaker.open-duration=1d")
			.run();
	}

}
