package ai.vluna.spring.client.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the gate wraps around the data of a success.
 *
 * @param <T> the type of the data
 * @param ok whether the call succeeded; the HTTP status decides before this does
 * @param code the code, {@code OK} on success
 * @param data the data of the answer
 * @param hints the hints as decoded from JSON, whatever they are
 * @since 0.1.0
 */
public record Envelope<T>(@JsonProperty("ok") @Nullable Boolean ok, @JsonProperty("code") @Nullable String code,
		@JsonProperty("data") @Nullable T data, @JsonProperty("hints") @Nullable Object hints) {

}
