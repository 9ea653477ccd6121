package ai.vluna.integration.instances.shutdown;

import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.annotation.BilledOperation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;

/**
 * Billed work of all shapes. A letter of its name is a unit.
 */
@Service
public class Work {

	static final String FEATURE = "text";

	static final String LABEL = "name";

	private static final String QUANTITY = "#name.length()";

	private static final String NAMED = LABEL + "=#{#name}";

	private final Doors doors;

	Work(Doors doors) {
		this.doors = doors;
	}

	@BilledOperation(feature = FEATURE, quantity = QUANTITY, labels = NAMED)
	public String value(String name) {
		this.doors.waitAt(name);
		return name;
	}

	@Async
	@BilledOperation(feature = FEATURE, quantity = QUANTITY, labels = NAMED)
	public CompletableFuture<String> inBackground(String name) {
		this.doors.waitAt(name);
		return CompletableFuture.completedFuture(name);
	}

	@BilledOperation(feature = FEATURE, quantity = QUANTITY, labels = NAMED)
	public Mono<String> mono(String name) {
		return Mono.defer(() -> this.doors.stopAt(name)).thenReturn(name);
	}

	@BilledOperation(feature = FEATURE, quantity = QUANTITY, labels = NAMED)
	public Flux<String> stream(String name) {
		return Flux.just("begin ").concatWith(Mono.defer(() -> this.doors.stopAt(name)).thenReturn(name));
	}

}
