package ai.vluna.integration.workers;

import java.time.LocalDate;

import ai.vluna.spring.annotation.BilledOperation;

/**
 * Reports for customers. A character is a unit.
 */
public class Reports {

	@BilledOperation(feature = "text", quantity = "#result.length()", key = "'daily/' + #day.toString()")
	public String daily(LocalDate day) {
		return "all about " + day;
	}

}
