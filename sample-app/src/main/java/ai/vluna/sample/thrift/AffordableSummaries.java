package ai.vluna.sample.thrift;

import ai.vluna.sample.text.Summary;
import ai.vluna.spring.denial.BillingDeniedException;

import org.springframework.stereotype.Service;

/**
 * The best summary that the caller can pay for: what is denied is done by a cheaper
 * feature. Not billed itself; both features are.
 */
@Service
public class AffordableSummaries {

	private final ThriftySummaries summaries;

	private final Openings openings;

	AffordableSummaries(ThriftySummaries summaries, Openings openings) {
		this.summaries = summaries;
		this.openings = openings;
	}

	public Summary summarise(String text) {
		try {
			return this.summaries.summarise(text);
		}
		catch (BillingDeniedException ex) {
			return this.openings.skim(text);
		}
	}

}
