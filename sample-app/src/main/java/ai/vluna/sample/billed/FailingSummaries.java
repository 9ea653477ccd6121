package ai.vluna.sample.billed;

import ai.vluna.sample.text.Summary;
import ai.vluna.sample.text.Words;
import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.stereotype.Service;

/**
 * Work that fails: authorized, then cancelled, and the caller gets the exception as it
 * was thrown.
 */
@Service
public class FailingSummaries {

	@BilledOperation(feature = "sample.summary")
	public Summary summarise(String text) {
		throw new SummaryFailedException("The summariser gave up after %d words".formatted(Words.count(text)));
	}

}
