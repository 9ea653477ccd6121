package ai.vluna.sample.billed;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.Summary;
import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.stereotype.Service;

/**
 * A value: authorized before the method runs, committed when it returns.
 */
@Service
public class BlockingSummaries {

	private final Summariser summariser;

	BlockingSummaries(Summariser summariser) {
		this.summariser = summariser;
	}

	@BilledOperation(feature = "sample.summary")
	public Summary summarise(String text) {
		return this.summariser.summarise(text);
	}

}
