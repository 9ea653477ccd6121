package ai.vluna.spring.delivery.store;

import java.time.Instant;

/**
 * A pending settlement and how far it got.
 *
 * @param settlement the settlement
 * @param attempts how often it was sent in vain
 * @param nextAttemptAt when it is sent next at the earliest
 * @since 0.1.0
 */
public record QueuedSettlement(PendingSettlement settlement, int attempts, Instant nextAttemptAt) {

}
