package ai.vluna.sample.thrift;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.Summary;
import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.ScarcityHint;

import org.springframework.stereotype.Service;

/**
 * Work that does with less before it spends: the gate lets it in, but says that what is
 * left does not cover the estimate.
 */
@Service
public class ThriftySummaries {

	private final Summariser summariser;

	ThriftySummaries(Summariser summariser) {
		this.summariser = summariser;
	}

	@BilledOperation(feature = "sample.summary", estimate = "1 + #text.length() / 3")
	public Summary summarise(String text) {
		boolean scarce = BillingHints.current().has(ScarcityHint.class);
		return scarce ? this.summariser.skim(text) : this.summariser.summarise(text);
	}

}
