package ai.vluna.spring.probe;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaUnavailableException;
import reactor.core.Exceptions;

/**
 * Explains why the gate could not be asked.
 */
final class Obstacles {

	private static final Set<String> REALM_CODES = Set.of("AUTH.UNKNOWN_REALM", "AUTH.INSUFFICIENT_SCOPE");

	private static final int UNAUTHORIZED = 401;

	private Obstacles() {
	}

	static Finding of(Throwable failure, Duration timeout) {
		Throwable cause = Exceptions.unwrap(failure);
		if (cause instanceof VlunaRejectedException rejection) {
			return rejected(rejection);
		}
		if (cause instanceof VlunaUnavailableException) {
			return outOfReach(String.valueOf(cause.getMessage()));
		}
		if (cause instanceof TimeoutException) {
			return outOfReach("nothing came back within %d ms".formatted(timeout.toMillis()));
		}
		return new Finding("The gate could not be asked: %s.".formatted(cause),
				"Correct that, or set 'vluna.startup-probe.mode=off'.");
	}

	private static Finding rejected(VlunaRejectedException rejection) {
		String code = String.valueOf(rejection.getCode());
		if (REALM_CODES.contains(code)) {
			return new Finding("The gate does not serve this realm: %s.".formatted(rejection.getMessage()),
					"Set 'vluna.realm-id' to the id of an active realm as Vluna shows it.");
		}
		if (rejection.getStatus() == UNAUTHORIZED || code.startsWith("AUTH.SERVICE_KEY")) {
			return new Finding("The gate does not accept the service key: %s.".formatted(rejection.getMessage()),
					"Check 'vluna.service-key.id', 'vluna.service-key.secret' and, in Vluna, that the key is enabled, "
							+ "has not expired and is for this realm. Check the clock of this machine, too.");
		}
		return new Finding("The gate refused to be asked: %s.".formatted(rejection.getMessage()),
				"Name somebody who may ask by 'vluna.startup-probe.principal' and 'vluna.startup-probe.user'.");
	}

	private static Finding outOfReach(String what) {
		return new Finding("The gate is out of reach, so nothing could be checked: %s.".formatted(what),
				"Check 'vluna.base-url', 'vluna.connection' and that Vluna is running.");
	}

}
