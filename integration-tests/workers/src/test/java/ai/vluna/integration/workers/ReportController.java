package ai.vluna.integration.workers;

import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where no service is between the controller and the work.
 */
@RestController
public class ReportController {

	@GetMapping("/reports")
	@BilledOperation(feature = "text", quantity = "#result.length()")
	public String report(@RequestParam String topic) {
		return "all about " + topic;
	}

}
