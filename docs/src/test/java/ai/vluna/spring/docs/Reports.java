package ai.vluna.spring.docs;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;

import org.springframework.stereotype.Service;

/**
 * The documented service.
 */
@Service
public class Reports {

	@BilledOperation(feature = "report", quantity = "#result.pages")
	public Report write(String topic) {
		return new Report(topic, 3);
	}

	@BilledOperation(feature = "report")
	public void print(String topic) {
		UsageReporter.report(Usage.of(2));
	}

}
