package ai.vluna.integration.instances.fleet;

import ai.vluna.spring.annotation.BilledOperation;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Service;

/**
 * Billed work. Its number is its usage.
 */
@Service
public class Letters {

	static final String FEATURE = "letter";

	static final String LABEL = "number";

	static final int USERS = 8;

	private static final String USER = "'user-' + #number % " + USERS;

	private static final String NUMBERED = LABEL + "=#{#number}";

	@BilledOperation(feature = FEATURE, user = USER, quantity = "#number", labels = NUMBERED)
	public String write(long number) {
		return "letter";
	}

	@BilledOperation(feature = FEATURE, user = USER, quantity = "#number", labels = NUMBERED)
	public Flux<String> dictate(long number) {
		return Flux.just("let", "ter");
	}

}
