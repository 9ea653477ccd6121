package ai.vluna.spring.test.gate.transcript;

import java.util.List;
import java.util.function.Predicate;

import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in which the gate departs from the recording on purpose, and why.
 *
 * @param file the recording
 * @param title the title of the exchange, {@link #EVERY} for all of the recording
 * @param reason why
 * @param instead what the gate answers instead, {@code null} if it is not even asked
 */
record Difference(String file, String title, String reason, @Nullable Predicate<Reply> instead) {

	static final String EVERY = "*";

	/**
	 * All of them. What is not listed here must be answered exactly as recorded.
	 */
	static final List<Difference> ALL = List.of(
			notAsked("27-auto-registry", "4 concurrent first authorizes of the same unknown feature",
					"a race whose requests were not kept; the gate creates a feature once and fails nobody"),
			notAsked("40-older-server-07fc7b6", EVERY,
					"servers before June 2026 are not supported: they sign another text and know no users"));

	static Difference notAsked(String file, String title, String reason) {
		return new Difference(file, title, reason, null);
	}

	static Difference answered(String file, String title, String reason, Predicate<Reply> instead) {
		return new Difference(file, title, reason, instead);
	}

	static @Nullable Difference of(Transcript transcript, Exchange exchange) {
		return ALL.stream().filter((difference) -> difference.covers(transcript, exchange)).findFirst().orElse(null);
	}

	boolean covers(Transcript transcript, Exchange exchange) {
		return this.file.equals(transcript.name()) && (this.title.equals(EVERY) || this.title.equals(exchange.title()));
	}

}
