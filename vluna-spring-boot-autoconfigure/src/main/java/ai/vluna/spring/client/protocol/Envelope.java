package ai.vluna.spring.client.protocol;

import java.util.Map;

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
 * @param meta what else the gate says, whatever it is
 * @since 0.1.0
 */
public record Envelope<T>(@JsonProperty("ok") @Nullable Boolean ok, @JsonProperty("code") @Nullable String code,
		@JsonProperty("data") @Nullable T data, @JsonProperty("hints") @Nullable Object hints,
		@JsonProperty("meta") @Nullable Object meta) {

	/**
	 * Return where the next page of a list starts.
	 * @return the cursor, or {@code null} when there is none
	 */
	public @Nullable String nextCursor() {
		return (this.meta instanceof Map<?, ?> fields && fields.get("next_cursor") instanceof String cursor
				&& !cursor.isEmpty()) ? cursor : null;
	}

}
