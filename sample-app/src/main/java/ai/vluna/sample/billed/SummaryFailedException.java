package ai.vluna.sample.billed;

/**
 * A text could not be summarised.
 */
public class SummaryFailedException extends RuntimeException {

	SummaryFailedException(String message) {
		super(message);
	}

}
