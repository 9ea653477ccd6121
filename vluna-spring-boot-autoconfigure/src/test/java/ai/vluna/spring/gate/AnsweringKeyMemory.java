package ai.vluna.spring.gate;

import java.util.function.Function;

import ai.vluna.spring.gate.idempotency.KeyClaim;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import reactor.core.publisher.Mono;

/**
 * A memory of keys that remembers nothing, and answers as a test wants it to.
 */
final class AnsweringKeyMemory implements KeyMemory {

	private final Function<String, Mono<KeyClaim>> claim;

	private final Function<String, Mono<Void>> done;

	private final Function<String, Mono<Void>> failed;

	private AnsweringKeyMemory(Function<String, Mono<KeyClaim>> claim, Function<String, Mono<Void>> done,
			Function<String, Mono<Void>> failed) {
		this.claim = claim;
		this.done = done;
		this.failed = failed;
	}

	/**
	 * Create a memory that answers every claim alike.
	 * @param claim the answer
	 * @return the memory
	 */
	static KeyMemory claiming(Mono<KeyClaim> claim) {
		return new AnsweringKeyMemory((base) -> claim, (base) -> Mono.empty(), (base) -> Mono.empty());
	}

	/**
	 * Create a memory that grants every claim.
	 * @param done answers what is done, by base
	 * @param failed answers what failed, by base
	 * @return the memory
	 */
	static KeyMemory granting(Function<String, Mono<Void>> done, Function<String, Mono<Void>> failed) {
		return new AnsweringKeyMemory((base) -> Mono.just(new KeyClaim.Granted(base)), done, failed);
	}

	@Override
	public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
		return this.claim.apply(base);
	}

	@Override
	public Mono<Void> done(String key, String base) {
		return this.done.apply(base);
	}

	@Override
	public Mono<Void> failed(String key, String base) {
		return this.failed.apply(base);
	}

}
