package ai.vluna.spring.benchmarks.stream;

import ai.vluna.spring.benchmarks.call.InMemoryClient;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with metrics that bills streams; only the gate is in memory.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StreamApplication {

	@Bean
	BilledAnswers billed() {
		return new BilledAnswers();
	}

	@Bean
	UsageExtractor<Chunk> tokens() {
		return (chunk) -> (chunk.tokens() > 0) ? Usage.of(chunk.tokens()).asFinal() : null;
	}

	@Bean
	VlunaClient client() {
		return new InMemoryClient();
	}

	static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(StreamApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("vluna.base-url=http://localhost/mgt/v1", "vluna.realm-id=realm-default",
					"vluna.service-key.id=key", "vluna.service-key.secret=c2VjcmV0",
					"vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:alice")
			.run();
	}

}
