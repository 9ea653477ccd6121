package ai.vluna.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells whoever started the sample what to do with it.
 */
@Component
class Greeting {

	private static final Log logger = LogFactory.getLog(Greeting.class);

	private final Environment environment;

	Greeting(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void greet() {
		String address = "http://localhost:" + this.environment.getProperty("local.server.port");
		logger.info("Open %s in a browser, or: curl -u alice:alice -H 'Content-Type: application/json' -d '%s' %s"
			.formatted(address, "{\"text\":\"...\"}", address + "/api/summaries"));
		boolean embedded = this.environment.getRequiredProperty("sample.embedded-gate", Boolean.class);
		logger.info("Billed through " + (embedded ? "the embedded gate, see its ledger at " + address + "/api/ledger"
				: "the gate at " + this.environment.getProperty("vluna.base-url")));
	}

}
