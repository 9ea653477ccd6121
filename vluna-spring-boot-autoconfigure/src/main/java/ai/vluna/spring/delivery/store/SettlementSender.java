package ai.vluna.spring.delivery.store;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * Sends settlements on behalf of the store that keeps them. Any number of calls may be
 * under way at a time.
 *
 * @since 0.1.0
 */
public interface SettlementSender {

	/**
	 * Send a settlement once. Sending it twice, here or elsewhere, does no harm.
	 * @param settlement a settlement that is kept
	 * @return what came of it, on any thread; never fails, never empty. Nothing is sent
	 * before the subscription
	 */
	Mono<Delivery> send(PendingSettlement settlement);

	/**
	 * Return how long the gate is to be left alone, since it does not answer, or since
	 * something has to be mended first.
	 * @return the time, zero to go on; a shorter one may be known a moment later
	 */
	Duration rest();

}
