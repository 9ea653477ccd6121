package ai.vluna.spring.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the Actuator endpoint. Bound by Spring Boot, not meant to be constructed.
 *
 * @param showValues When to show who pays and what is sent.
 * @param roles Roles of which one is needed to see values that are shown when authorized;
 * empty for any authenticated user.
 * @since 0.1.0
 */
@ConfigurationProperties("management.endpoint.vluna")
public record VlunaEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
