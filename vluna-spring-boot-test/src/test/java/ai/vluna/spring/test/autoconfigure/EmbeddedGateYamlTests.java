package ai.vluna.spring.test.autoconfigure;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedGateYamlTests {

	@Test
	void readsTheDocumentedCatalogue() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EmbeddedGateAutoConfiguration.class))
			.withSystemProperties("spring.config.location=classpath:embedded-gate.yml")
			.withInitializer(new ConfigDataApplicationContextInitializer())
			.run((context) -> {
				EmbeddedGate gate = context.getBean(EmbeddedGate.class);
				Caller alice = new Caller(gate, "acme", "alice");
				assertThat(alice.commit(alice.lease("summary"), "summary", 1500).text("/data/amount_xusd"))
					.isEqualTo("12000");
				assertThat(new Caller(gate, "initech", "dave").authorize("summary").status()).isEqualTo(402);
				assertThat(new Caller(gate, "globex", "bob").authorize("preview").status()).isEqualTo(200);
			});
	}

}
