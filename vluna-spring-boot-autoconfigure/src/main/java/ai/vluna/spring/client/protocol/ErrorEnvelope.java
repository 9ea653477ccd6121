package ai.vluna.spring.client.protocol;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error. Outside production the gate sends other shapes than inside, and
 * what stands between may send its own, so that no field is sure to be there or to have a
 * certain type.
 *
 * @param code the code as decoded from JSON
 * @param message the message as decoded from JSON; some servers send a list
 * @param hints the hints as decoded from JSON
 * @since 0.1.0
 */
public record ErrorEnvelope(@JsonProperty("code") @Nullable Object code,
		@JsonProperty("message") @Nullable Object message, @JsonProperty("hints") @Nullable Object hints) {

	/**
	 * What is known of an error whose body cannot be read.
	 */
	public static final ErrorEnvelope UNREADABLE = new ErrorEnvelope(null, null, null);

	/**
	 * Return the code.
	 * @return the code, or {@code null} when there is none that is a text
	 */
	public @Nullable String codeText() {
		return (this.code instanceof String text && !text.isBlank()) ? text : null;
	}

	/**
	 * Return the message, a list joined to one text.
	 * @return the message, or {@code null} when there is none that is a text
	 */
	public @Nullable String messageText() {
		if (this.message instanceof Collection<?> texts) {
			return texts.stream().map(Objects::toString).collect(Collectors.joining("; "));
		}
		return (this.message instanceof String text && !text.isBlank()) ? text : null;
	}

}
