package ai.vluna.spring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health of billing. Bound by Spring Boot, not meant to be constructed.
 *
 * @param maxDead Number of dead settlements beyond which the status is WARNING.
 * @param maxAge Age of the oldest charge in the store beyond which the status is WARNING.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna.health")
public record VlunaHealthProperties(@DefaultValue("0") long maxDead, @DefaultValue("15m") Duration maxAge) {

}
