package ai.vluna.integration.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All exchanges as the gate saw them, by operation. The operation of a request is named
 * in its family or its label; where it has neither, by an earlier request whose key has
 * the same digest.
 */
final class Journal {

	static final String FAMILY_PREFIX = "op-";

	static final String LABEL = "operation";

	private static final Pattern OPERATION = Pattern
		.compile("\"(?:feature_family_code\":\"" + FAMILY_PREFIX + "|" + LABEL + "\":\")(\\d+)\"");

	private static final Pattern QUANTITY = Pattern.compile("\"quantity_minor\":\"(\\d+)\"");

	private static final JsonMapper JSON = new JsonMapper();

	private final AtomicLong clock = new AtomicLong();

	private final Map<String, Integer> operationsByDigest = new ConcurrentHashMap<>();

	private final Map<Integer, Queue<Entry>> entries = new ConcurrentHashMap<>();

	/**
	 * Write down a request.
	 * @param request the request
	 * @return its line, to be completed
	 */
	Entry arrived(ReceivedRequest request) {
		String key = String.valueOf(request.idempotencyKey());
		Matcher named = OPERATION.matcher(request.bodyText());
		int operation = named.find() ? Integer.parseInt(named.group(1)) : operationOf(key);
		this.operationsByDigest.putIfAbsent(digestOf(key), operation);
		Matcher quantity = QUANTITY.matcher(request.bodyText());
		Queue<Entry> others = this.entries.computeIfAbsent(operation, (number) -> new ConcurrentLinkedQueue<>());
		Entry entry = new Entry(this.clock.incrementAndGet(), request.endpoint(), operation,
				(int) others.stream().filter((other) -> other.endpoint == request.endpoint()).count(), key,
				quantity.find() ? " of " + quantity.group(1) : "");
		others.add(entry);
		return entry;
	}

	Collection<Entry> of(int operation) {
		return this.entries.getOrDefault(operation, new ConcurrentLinkedQueue<>());
	}

	/**
	 * Return the operation of a line in the gate's ledger.
	 * @param entry the line
	 * @return the number of the operation, negative if it is unknown
	 */
	int operationOf(LedgerEntry entry) {
		String label = entry.labels().get(LABEL);
		return (label != null) ? Integer.parseInt(label) : operationOf(entry.idempotencyKey());
	}

	private int operationOf(String key) {
		return this.operationsByDigest.getOrDefault(digestOf(key), -1);
	}

	private static String digestOf(String key) {
		return key.substring(key.indexOf('-') + 1);
	}

	/**
	 * A request, what happened to it and what the gate made of it.
	 */
	static final class Entry {

		private final long time;

		private final Endpoint endpoint;

		private final int operation;

		private final int repetition;

		private final String key;

		private final String what;

		private volatile @Nullable Mishap mishap;

		private volatile @Nullable String answer;

		Entry(long time, Endpoint endpoint, int operation, int repetition, String key, String what) {
			this.time = time;
			this.endpoint = endpoint;
			this.operation = operation;
			this.repetition = repetition;
			this.key = key;
			this.what = what;
		}

		Endpoint endpoint() {
			return this.endpoint;
		}

		int operation() {
			return this.operation;
		}

		/**
		 * Return how many requests of the operation this endpoint had received before.
		 * @return zero for the first one
		 */
		int repetition() {
			return this.repetition;
		}

		@Nullable Mishap mishap() {
			return this.mishap;
		}

		void meets(Mishap mishap) {
			this.mishap = mishap;
		}

		void processed(Answer answer) {
			this.answer = describe(answer);
		}

		private static String describe(Answer answer) {
			JsonNode body = JSON.readTree(answer.body());
			List<JsonNode> words = List.of(body.path("message"), body.path("hints"));
			return words.stream()
				.filter((word) -> !word.isMissingNode())
				.map(JsonNode::toString)
				.reduce(Integer.toString(answer.status()), (first, second) -> first + ' ' + second);
		}

		@Override
		public String toString() {
			return "#%d %s%s under %s: %s, %s".formatted(this.time, this.endpoint, this.what, this.key, this.mishap,
					(this.answer != null) ? this.answer : "not processed");
		}

	}

}
