package ai.vluna.integration.providers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What a chat model answers. Streamed or whole, as the request wants it; a whole answer
 * passes all checkpoints before it is sent, and is cut by closing the connection.
 */
public final class Completion implements Reply {

	/**
	 * How an answer ends.
	 */
	enum Ending {

		/**
		 * With everything that belongs to it.
		 */
		COMPLETE,

		/**
		 * As if it were complete, for HTTP, though the model had more to say.
		 */
		CUT,

		/**
		 * By a reset of the connection.
		 */
		ABORTED

	}

	private final List<String> pieces;

	private final List<ToolCall> toolCalls;

	private @Nullable Tokens tokens = Tokens.of(10, 5);

	private Duration delay = Duration.ZERO;

	private Duration pace = Duration.ZERO;

	private Map<Integer, Checkpoint> checkpoints = Map.of();

	private Ending ending = Ending.COMPLETE;

	private int length = Integer.MAX_VALUE;

	Completion(List<String> pieces, List<ToolCall> toolCalls) {
		this.pieces = pieces;
		this.toolCalls = toolCalls;
	}

	private Completion(Completion other) {
		this(other.pieces, other.toolCalls);
		this.tokens = other.tokens;
		this.delay = other.delay;
		this.pace = other.pace;
		this.checkpoints = other.checkpoints;
		this.ending = other.ending;
		this.length = other.length;
	}

	/**
	 * Return this completion with another usage.
	 * @param tokens what the request used
	 * @return a new completion
	 */
	public Completion using(Tokens tokens) {
		Completion copy = new Completion(this);
		copy.tokens = tokens;
		return copy;
	}

	/**
	 * Return this completion without a word about what it used.
	 * @return a new completion
	 */
	public Completion withoutUsage() {
		Completion copy = new Completion(this);
		copy.tokens = null;
		return copy;
	}

	/**
	 * Return this completion, which takes a while to begin.
	 * @param delay the time before anything is sent
	 * @return a new completion
	 */
	public Completion delayedBy(Duration delay) {
		Completion copy = new Completion(this);
		copy.delay = delay;
		return copy;
	}

	/**
	 * Return this completion, which takes its time between pieces.
	 * @param pace the time before each piece of a stream
	 * @return a new completion
	 */
	public Completion pacedBy(Duration pace) {
		Completion copy = new Completion(this);
		copy.pace = pace;
		return copy;
	}

	/**
	 * Return this completion with a checkpoint.
	 * @param pieces the number of pieces before the checkpoint; with zero, nothing at all
	 * is sent before it
	 * @param checkpoint the checkpoint
	 * @return a new completion
	 */
	public Completion heldAfter(int pieces, Checkpoint checkpoint) {
		Completion copy = new Completion(this);
		copy.checkpoints = new TreeMap<>(this.checkpoints);
		copy.checkpoints.put(pieces, checkpoint);
		return copy;
	}

	/**
	 * Return this completion, ending too early as if that were its end.
	 * @param pieces the number of pieces before the end
	 * @return a new completion
	 */
	public Completion cutAfter(int pieces) {
		return endedAfter(pieces, Ending.CUT);
	}

	/**
	 * Return this completion, ending too early by a reset of the connection.
	 * @param pieces the number of pieces before the end
	 * @return a new completion
	 */
	public Completion abortedAfter(int pieces) {
		return endedAfter(pieces, Ending.ABORTED);
	}

	private Completion endedAfter(int pieces, Ending ending) {
		Completion copy = new Completion(this);
		copy.length = pieces;
		copy.ending = ending;
		return copy;
	}

	List<String> pieces() {
		return this.pieces;
	}

	String text() {
		return String.join("", this.pieces);
	}

	List<ToolCall> toolCalls() {
		return this.toolCalls;
	}

	@Nullable Tokens tokens() {
		return this.tokens;
	}

	Duration delay() {
		return this.delay;
	}

	Duration pace() {
		return this.pace;
	}

	Map<Integer, Checkpoint> checkpoints() {
		return this.checkpoints;
	}

	Ending ending() {
		return this.ending;
	}

	int length() {
		return this.length;
	}

}
