package ai.vluna.integration.providers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Mono;

/**
 * A point in an answer that the provider does not pass until the test says so. For one
 * answer only.
 */
public final class Checkpoint {

	private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

	private final CompletableFuture<Boolean> passed = new CompletableFuture<>();

	/**
	 * Wait until the provider has sent everything up to this point.
	 * @param patience how long to wait
	 */
	public void awaitReached(Duration patience) {
		Checkpoint.await(this.reached, patience, "The provider did not come to the checkpoint");
	}

	/**
	 * Let the provider go on.
	 */
	public void pass() {
		this.passed.complete(true);
	}

	Mono<Boolean> reach() {
		return Mono.defer(() -> {
			this.reached.complete(true);
			return Mono.fromFuture(this.passed, true);
		});
	}

	static void await(CompletableFuture<?> event, Duration patience, String complaint) {
		try {
			event.get(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError(complaint + " within " + patience, ex);
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(complaint, ex);
		}
	}

}
