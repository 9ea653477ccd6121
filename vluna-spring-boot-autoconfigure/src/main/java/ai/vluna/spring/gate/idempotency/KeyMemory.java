package ai.vluna.spring.gate.idempotency;

import reactor.core.publisher.Mono;

/**
 * Remembers the operations that were started under a caller's key, so that none of them
 * is done twice at once, or once more for free after it was charged: the gate lets a key
 * pass again and again.
 * <p>
 * A key is <em>running</em> from its claim to its end. Then it is <em>done</em>, whatever
 * becomes of its usage, or it <em>failed</em> and nothing was charged. Once the retention
 * time after its end is over, it is forgotten. A memory that outlives its processes must
 * give up the running keys of those that died, as failed: a commit they may have sent
 * makes that of the next attempt a duplicate, since both have the same base, and none of
 * them goes without a lease.
 * <p>
 * Instances that share a memory are one; what only one of them remembers holds for that
 * one alone. Implementations are safe for use by any number of threads and never block
 * the subscribing one.
 *
 * @since 0.1.0
 */
public interface KeyMemory {

	/**
	 * Claim a key. Of any number of claims at a time, at most one is granted. One that is
	 * granted after whoever asked had lost patience is ended as failed by then.
	 * @param key tells subject, feature and caller's key apart from all others
	 * @param fingerprint tells the arguments of the call apart from others
	 * @param base the base key of the operation, unless the key has one from an attempt
	 * that failed
	 * @return what came of the claim; always emits
	 */
	Mono<KeyClaim> claim(String key, String fingerprint, String base);

	/**
	 * Remember that the operation under a claimed key is done, for the retention time.
	 * Where that fails, it is asked for again, for about an hour.
	 * @param key the key
	 * @param base the base key that was granted; where another one was granted since,
	 * nothing happens
	 * @return completes when it is remembered
	 */
	Mono<Void> done(String key, String base);

	/**
	 * Remember that the operation under a claimed key failed and that nothing was
	 * charged. The next claim gets the same base.
	 * @param key the key
	 * @param base the base key that was granted; where another one was granted since,
	 * nothing happens
	 * @return completes when it is remembered
	 */
	Mono<Void> failed(String key, String base);

}
