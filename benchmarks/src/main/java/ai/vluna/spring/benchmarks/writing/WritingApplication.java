package ai.vluna.spring.benchmarks.writing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.vluna.spring.benchmarks.call.InMemoryClient;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjectResolver;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with a store, as Spring Boot configures it, with a thousand customers,
 * and with a gate that allows everything and is away afterwards: what is measured is
 * writing alone.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WritingApplication {

	private static final int CUSTOMERS = 1000;

	@Bean
	Answers answers() {
		return new Answers();
	}

	@Bean
	VlunaClient client() {
		return new InMemoryClient((key) -> {
			throw new IllegalStateException("The gate is away");
		});
	}

	@Bean
	BillingSubjectResolver customers() {
		BillingIdentity[] customers = IntStream.range(0, CUSTOMERS)
			.mapToObj((i) -> BillingSubject.of("customer-" + i, "user-" + i).toIdentity())
			.toArray(BillingIdentity[]::new);
		return () -> customers[ThreadLocalRandom.current().nextInt(CUSTOMERS)];
	}

	static ConfigurableApplicationContext start(String... storeProperties) {
		String[] properties = { "vluna.base-url=http://localhost/mgt/v1", "vluna.realm-id=realm-default",
				"vluna.service-key.id=key", "vluna.service-key.secret=c2VjcmV0", "vluna.subject.principal=resolver",
				"vluna.subject.user=resolver", "vluna.startup-probe.mode=off", "vluna.delivery.on-full=allow" };
		return new SpringApplicationBuilder(WritingApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(Stream.of(properties, storeProperties).flatMap(Stream::of).toArray(String[]::new))
			.run();
	}

}
