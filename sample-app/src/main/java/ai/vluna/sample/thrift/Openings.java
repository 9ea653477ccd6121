package ai.vluna.sample.thrift;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.Summary;
import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.stereotype.Service;

/**
 * The cheaper feature, with a price and limits of its own.
 */
@Service
public class Openings {

	private final Summariser summariser;

	Openings(Summariser summariser) {
		this.summariser = summariser;
	}

	@BilledOperation(feature = "sample.opening")
	public Summary skim(String text) {
		return this.summariser.skim(text);
	}

}
