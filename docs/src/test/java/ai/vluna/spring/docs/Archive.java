package ai.vluna.spring.docs;

import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.stereotype.Service;

/**
 * The documented class whose public methods are all billed.
 */
@Service
@BilledOperation("report.archive")
public class Archive {

	public Report find(String topic) {
		return new Report(topic, 3);
	}

	@BilledOperation("report.archive.copy")
	public Report copy(String topic) {
		return new Report(topic, 3);
	}

}
