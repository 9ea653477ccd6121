package ai.vluna.spring.benchmarks.loopback;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that has our client and the builder a user's own client would be made
 * with. Without observations, which would weigh on both.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = WebClientObservationAutoConfiguration.class)
class ClientApplication {

	static ConfigurableApplicationContext start(GateAccess access) {
		return new SpringApplicationBuilder(ClientApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("vluna.base-url=" + access.baseUrl(), "vluna.realm-id=" + access.realmId(),
					"vluna.service-key.id=" + access.keyId(), "vluna.service-key.secret=" + access.keySecret(),
					"vluna.subject.principal=fixed:" + access.principalId(),
					"vluna.subject.user=fixed:" + access.userId())
			.run();
	}

}
