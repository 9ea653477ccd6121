package ai.vluna.integration.webflux;

/**
 * The work itself failed.
 */
class WorkFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	WorkFailedException(String text) {
		super("No text from '" + text + "'");
	}

}
