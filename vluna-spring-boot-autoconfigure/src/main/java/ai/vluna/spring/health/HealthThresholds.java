package ai.vluna.spring.health;

import java.time.Duration;

/**
 * From when on the backlog of usage is a matter for an operator.
 *
 * @param maxDead how many dead settlements are none yet
 * @param maxAge how old the oldest settlement may be
 * @since 0.1.0
 */
public record HealthThresholds(long maxDead, Duration maxAge) {

}
