package ai.vluna.spring.gate.idempotency;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingConflictException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.denial.BillingUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes the keys that callers supply safe. Alone they are not: after a commit the gate
 * lets the same key pass again and again, and all further work would be free. So each is
 * bound to its arguments and remembered, and the operation gets a random base key.
 *
 * @param memory remembers the keys
 * @param fingerprint tells arguments apart
 * @param inbound tells the key of the current request
 * @param patience the longest time for which a caller waits for a claim
 * @since 0.1.0
 */
public record CallerKeys(KeyMemory memory, ArgumentFingerprint fingerprint, InboundKeys inbound, Duration patience) {

	/**
	 * Make keys safe, with the usual patience.
	 * @param memory remembers the keys
	 * @param fingerprint tells arguments apart
	 * @param inbound tells the key of the current request
	 */
	public CallerKeys(KeyMemory memory, ArgumentFingerprint fingerprint, InboundKeys inbound) {
		this(memory, fingerprint, inbound, ClaimedKey.PATIENCE);
	}

	/**
	 * Claim a key for an operation. For internal use: it may change without notice.
	 * @param key tells subject, feature and caller's key apart from all others
	 * @param featureCode the feature, for messages
	 * @param arguments the arguments that the key is bound to
	 * @param base the base key of the operation, unless an attempt that failed had one
	 * @return the claimed key, or the reason why the operation must not start
	 */
	public Mono<ClaimedKey> claim(String key, String featureCode, List<@Nullable Object> arguments, String base) {
		return Mono.defer(() -> inTime(key, this.memory.claim(key, fingerprintOf(featureCode, arguments), base)))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The KeyMemory did not answer a claim")))
			.onErrorMap((ex) -> !(ex instanceof BillingException), (ex) -> unavailable(featureCode, ex))
			.handle((claim, sink) -> {
				if (claim instanceof KeyClaim.Granted granted) {
					sink.next(new ClaimedKey(this.memory, key, granted.base()));
				}
				else if (claim instanceof KeyClaim.Refused refused) {
					sink.error(new BillingConflictException(featureCode, refused.reason()));
				}
			});
	}

	private Mono<KeyClaim> inTime(String key, Mono<KeyClaim> claim) {
		return Mono.deferContextual((context) -> {
			CompletableFuture<@Nullable KeyClaim> answer = claim.contextWrite(context).toFuture();
			Mono<KeyClaim> waiting = Mono.fromFuture(answer, true);
			return answer.isDone() ? waiting : waiting.timeout(this.patience, Mono.defer(() -> tooLate(key, answer)));
		});
	}

	private Mono<KeyClaim> tooLate(String key, CompletableFuture<@Nullable KeyClaim> answer) {
		// Nobody does the work of a claim that is granted from now on.
		answer.thenAccept((claim) -> {
			if (claim instanceof KeyClaim.Granted granted) {
				new ClaimedKey(this.memory, key, granted.base()).failed().toFuture();
			}
		});
		return Mono.error(new TimeoutException("no answer within %d ms".formatted(this.patience.toMillis())));
	}

	private static BillingException unavailable(String featureCode, Throwable failure) {
		// No policy lets it pass: a repetition that nobody recognises is charged again.
		return new BillingUnavailableException(featureCode,
				"the key of its caller cannot be claimed, mend what remembers keys: " + failure.getMessage(), failure);
	}

	private String fingerprintOf(String featureCode, List<@Nullable Object> arguments) {
		try {
			return this.fingerprint.of(arguments);
		}
		catch (IllegalArgumentException ex) {
			throw new BillingConfigurationException(featureCode,
					("the caller's key cannot be bound to the arguments: %s. "
							+ "Use values of the JDK, enums, records and collections of them, "
							+ "or register an ArgumentFingerprint bean")
						.formatted(ex.getMessage()),
					ex);
		}
	}

}
