package ai.vluna.spring.client.http;

import ai.vluna.spring.client.VlunaException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whether the gate answers, and keeps calls from one that does not. Asked for
 * each call that may move money; reads pass by.
 *
 * @since 0.1.0
 */
public interface GateCircuit {

	/**
	 * Return whether calls are sent.
	 * @return the state
	 */
	State state();

	/**
	 * Ask whether a call may be sent. Never blocks.
	 * @param repetition whether the same call was tried before
	 * @return to be told how the call ended, or {@code null} when it must not be sent
	 */
	@Nullable Passage tryEnter(boolean repetition);

	/**
	 * Say why calls are not sent now.
	 * @return a few words
	 */
	String describe();

	/**
	 * Whether calls are sent.
	 */
	enum State {

		/**
		 * All are.
		 */
		CLOSED,

		/**
		 * A few are, to see whether the gate is back.
		 */
		HALF_OPEN,

		/**
		 * None is.
		 */
		OPEN

	}

	/**
	 * A call that may be sent, with all its attempts. Ends once: only the first of the
	 * three ends counts.
	 */
	interface Passage {

		/**
		 * An attempt failed; another one may follow.
		 * @param failure why
		 */
		void attemptFailed(VlunaException failure);

		/**
		 * The call succeeded.
		 */
		void succeeded();

		/**
		 * The call failed.
		 * @param failure the failure of its last attempt
		 */
		void failed(Throwable failure);

		/**
		 * Nobody waits for the call any more.
		 */
		void abandoned();

	}

}
