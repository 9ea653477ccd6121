package ai.vluna.spring.client.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The data of an answered cancel.
 *
 * @param cancelled whether this request cancelled the lease; {@code false} only says that
 * it was not open any more
 * @since 0.1.0
 */
public record CancelResult(@JsonProperty(value = "cancelled", required = true) boolean cancelled) {

}
