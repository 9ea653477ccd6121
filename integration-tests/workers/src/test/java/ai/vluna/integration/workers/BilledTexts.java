package ai.vluna.integration.workers;

import ai.vluna.spring.annotation.BilledOperation;

/**
 * Translates texts for whoever its caller says.
 */
public class BilledTexts {

	private final Journal journal;

	BilledTexts(Journal journal) {
		this.journal = journal;
	}

	@BilledOperation(feature = "text", quantity = "#text.length()", key = "#id")
	public void translate(String id, String text) {
		this.journal.begin(id);
	}

}
