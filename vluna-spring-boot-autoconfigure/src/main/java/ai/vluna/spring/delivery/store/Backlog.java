package ai.vluna.spring.delivery.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How much is not charged yet.
 *
 * @param pending how many settlements are on their way
 * @param oldestEndedAt when the work of the oldest of them ended, or {@code null} if
 * there is none
 * @param dead how many settlements wait for an operator
 * @since 0.1.0
 */
public record Backlog(long pending, @Nullable Instant oldestEndedAt, long dead) {

}
