package ai.vluna.spring.hint;

/**
 * Which answer of the gate brought a hint.
 *
 * @since 0.1.0
 */
public enum HintPhase {

	/**
	 * The one that let work in.
	 */
	ADMITTED,

	/**
	 * The one that denied work, whether or not the mode tolerated it.
	 */
	DENIED,

	/**
	 * The one to a commit or a booking, accepted or not.
	 */
	SETTLED

}
