package ai.vluna.spring.test.gate.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends a request with an error envelope. The texts are the recorded ones: in several
 * places they are the only thing that tells two refusals apart.
 *
 * @since 0.1.0
 */
public final class Refusal extends RuntimeException {

	private static final String UNEXPECTED = "SERVER.UNEXPECTED";

	private static final String UNEXPECTED_MESSAGE = "Unexpected server error. Please try again later.";

	private final int status;

	private final String code;

	private final transient Map<String, Object> meta = new LinkedHashMap<>();

	private final transient Hints hints;

	private final @Nullable String databaseError;

	private boolean closing;

	private Refusal(int status, String code, String message, Hints hints, @Nullable String databaseError) {
		super(message, null, false, false);
		this.status = status;
		this.code = code;
		this.hints = hints;
		this.databaseError = databaseError;
	}

	/**
	 * Creates a refusal.
	 * @param status the HTTP status
	 * @param code the error code
	 * @param message the text
	 * @return the refusal
	 */
	public static Refusal of(int status, String code, String message) {
		return of(status, code, message, new Hints());
	}

	/**
	 * Creates a refusal that says more than its text.
	 * @param status the HTTP status
	 * @param code the error code
	 * @param message the text
	 * @param hints the signals
	 * @return the refusal
	 */
	public static Refusal of(int status, String code, String message, Hints hints) {
		return new Refusal(status, code, message, hints, null);
	}

	/**
	 * A value of the request is not acceptable.
	 * @param message the text
	 * @return the refusal
	 */
	public static Refusal invalid(String message) {
		return of(422, "VALIDATION.INVALID_INPUT", message);
	}

	/**
	 * Something the request names does not exist or is switched off.
	 * @param message the text
	 * @return the refusal
	 */
	public static Refusal notFound(String message) {
		return of(422, "RESOURCE.NOT_FOUND", message);
	}

	/**
	 * The server stumbled over itself. This one has no {@code meta}.
	 * @return the refusal
	 */
	public static Refusal unexpected() {
		return of(500, UNEXPECTED, UNEXPECTED_MESSAGE);
	}

	/**
	 * The database refused a statement, which ends the transaction. To the caller it
	 * looks as if the server stumbled over itself.
	 * @param error what the database says
	 * @return the refusal
	 */
	public static Refusal database(String error) {
		return new Refusal(500, UNEXPECTED, UNEXPECTED_MESSAGE, new Hints(), error);
	}

	/**
	 * A number is beyond what JavaScript holds exactly.
	 * @return the refusal
	 */
	public static Refusal numericRange() {
		return of(500, "SERVER.CONFIG", "value exceeds numeric range");
	}

	/**
	 * A key came again with another body.
	 * @param message the text, which tells the cache from the database
	 * @return the refusal
	 */
	public static Refusal conflict(String message) {
		return of(409, "WRITE.INVALID_PAYLOAD", message);
	}

	/**
	 * Adds a detail to the envelope's {@code meta}.
	 * @param name the name of the detail
	 * @param value its value
	 * @return this refusal
	 */
	public Refusal with(String name, Object value) {
		this.meta.put(name, value);
		return this;
	}

	/**
	 * Ends the connection too: what is left of the request cannot be trusted.
	 * @return this refusal
	 */
	public Refusal closing() {
		this.closing = true;
		return this;
	}

	/**
	 * Returns the HTTP status.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the error code.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Returns what the database said.
	 * @return the text, or {@code null} if the database did not refuse
	 */
	public @Nullable String databaseError() {
		return this.databaseError;
	}

	/**
	 * Returns the answer that says so.
	 * @return the answer
	 */
	public Answer toAnswer() {
		ObjectNode envelope = JsonNodeFactory.instance.objectNode();
		envelope.put("ok", false);
		envelope.put("code", this.code);
		envelope.put("message", getMessage());
		boolean unhandled = this.status == 500 && this.code.equals(UNEXPECTED);
		if (!unhandled) {
			ObjectNode details = envelope.putObject("meta");
			this.meta.forEach(details::putPOJO);
			details.put("status", this.status);
		}
		Answer answer = Answer.of(this.status, envelope, this.hints);
		return (this.closing) ? answer.asLast() : answer;
	}

}
