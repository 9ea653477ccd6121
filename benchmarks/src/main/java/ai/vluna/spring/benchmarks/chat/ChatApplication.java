package ai.vluna.spring.benchmarks.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with metrics, a real client and Spring AI's model of OpenAI, which is
 * billed because it is a bean.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ChatApplication {

	static final String MODEL = "gpt-5-mini";

	static final String FEATURE = "openai." + MODEL;

	static final String PRINCIPAL = "acme";

	static final String USER = "alice";

	private static final String PROVIDER = "benchmarks.provider";

	// With what Spring AI's own auto-configuration gives it, which would ask the other
	// applications of this class path for a key.
	@Bean
	ChatModel model(@Value("${" + PROVIDER + "}") String provider, ObservationRegistry observations,
			MeterRegistry meters) {
		return OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder().baseUrl(provider).apiKey("none").model(MODEL).build())
			.observationRegistry(observations)
			.meterRegistry(meters)
			.build();
	}

	static ConfigurableApplicationContext start(GateAccess gate, String provider) {
		return new SpringApplicationBuilder(ChatApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("vluna.base-url=" + gate.baseUrl(), "vluna.realm-id=" + gate.realmId(),
					"vluna.service-key.id=" + gate.keyId(), "vluna.service-key.secret=" + gate.keySecret(),
					"vluna.subject.principal=fixed:" + PRINCIPAL, "vluna.subject.user=fixed:" + USER,
					"vluna.startup-probe.mode=off", PROVIDER + "=" + provider)
			.run();
	}

}
