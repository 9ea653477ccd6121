package ai.vluna.spring.client.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.protocol.Envelope;
import ai.vluna.spring.client.protocol.ErrorEnvelope;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Turns the bytes of an answer into what they mean. The HTTP status decides first; code,
 * message and hints refine it where they can be read.
 *
 * @param <T> the type of the answer's data
 */
final class AnswerDecoder<T> {

	/**
	 * The one code of a server error that repeating does not heal.
	 */
	private static final String SERVER_CONFIG = "SERVER.CONFIG";

	private static final String UNKNOWN_HINT = "unknown";

	private static final int MAX_REASON_LENGTH = 500;

	private final String target;

	private final ObjectReader envelopes;

	private final ObjectReader errors;

	AnswerDecoder(JsonMapper json, ParameterizedTypeReference<T> dataType, String target) {
		TypeFactory types = json.getTypeFactory();
		JavaType envelope = types.constructParametricType(Envelope.class, types.constructType(dataType.getType()));
		this.target = target;
		this.envelopes = json.readerFor(envelope).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
		this.errors = json.readerFor(ErrorEnvelope.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
	}

	/**
	 * Decode a complete answer.
	 * @param status the HTTP status
	 * @param body the body, possibly empty
	 * @param requestId the request id of the call
	 * @return the success
	 * @throws VlunaException if the answer is anything else
	 */
	VlunaResponse<T> decode(HttpStatusCode status, byte[] body, String requestId) {
		if (!status.is2xxSuccessful()) {
			throw error(status, readError(body), requestId);
		}
		Envelope<T> envelope = readEnvelope(body);
		T data = (envelope != null && !Boolean.FALSE.equals(envelope.ok())) ? envelope.data() : null;
		if (envelope == null || data == null) {
			throw new VlunaUnavailableException(this.target, requestId, status.value(),
					(envelope != null) ? envelope.code() : null,
					status.value() + " without readable data (" + body.length + " bytes)", List.of(), null);
		}
		return new VlunaResponse<>(data, hints(envelope.hints()), requestId, envelope.nextCursor());
	}

	/**
	 * Describe an answer that did not arrive, or not as a whole.
	 * @param status the HTTP status, or {@code null} when not even that arrived
	 * @param requestId the request id of the call
	 * @param what what happened instead
	 * @param cause the cause
	 * @return the exception
	 */
	VlunaException unreadable(@Nullable HttpStatusCode status, String requestId, String what,
			@Nullable Throwable cause) {
		if (status == null) {
			return new VlunaUnavailableException(this.target, requestId, null, null, what, List.of(), cause);
		}
		if (status.is2xxSuccessful() || status.is5xxServerError()) {
			return new VlunaUnavailableException(this.target, requestId, status.value(), null,
					status.value() + ", then " + what, List.of(), cause);
		}
		return error(status, ErrorEnvelope.UNREADABLE, requestId);
	}

	/**
	 * Describe a call that is not sent.
	 * @param requestId the request id of the call
	 * @param why why it is not sent
	 * @return the exception
	 */
	VlunaException notSent(String requestId, String why) {
		return VlunaUnavailableException.notSent(this.target, requestId, why);
	}

	private VlunaException error(HttpStatusCode status, ErrorEnvelope error, String requestId) {
		String code = error.codeText();
		String reason = reason(status, error);
		if (status.is5xxServerError() && !SERVER_CONFIG.equals(code)) {
			return new VlunaUnavailableException(this.target, requestId, status.value(), code,
					status.value() + ((code != null) ? " " + code : "") + ": " + reason, hints(error.hints()), null);
		}
		return new VlunaRejectedException(this.target, requestId, status.value(), code, reason, hints(error.hints()));
	}

	private static String reason(HttpStatusCode status, ErrorEnvelope error) {
		String message = error.messageText();
		if (message != null) {
			return message.substring(0, Math.min(message.length(), MAX_REASON_LENGTH));
		}
		return (status instanceof HttpStatus known) ? known.getReasonPhrase() : "no reason given";
	}

	private @Nullable Envelope<T> readEnvelope(byte[] body) {
		try {
			return this.envelopes.readValue(body);
		}
		catch (JacksonException ex) {
			// Its message quotes the body.
			return null;
		}
	}

	private ErrorEnvelope readError(byte[] body) {
		try {
			ErrorEnvelope error = this.errors.readValue(body);
			return (error != null) ? error : ErrorEnvelope.UNREADABLE;
		}
		catch (JacksonException ex) {
			return ErrorEnvelope.UNREADABLE;
		}
	}

	private static List<Hint> hints(@Nullable Object decoded) {
		if (!(decoded instanceof List<?> elements)) {
			return List.of();
		}
		List<Hint> hints = new ArrayList<>(elements.size());
		for (Object element : elements) {
			hints.add(hint(element));
		}
		return hints;
	}

	private static Hint hint(@Nullable Object element) {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		if (element instanceof Map<?, ?> fields) {
			fields.forEach((name, value) -> attributes.put(String.valueOf(name), value));
		}
		else {
			attributes.put("value", element);
		}
		return new Hint((attributes.get("type") instanceof String) ? (String) attributes.remove("type") : UNKNOWN_HINT,
				attributes);
	}

}
