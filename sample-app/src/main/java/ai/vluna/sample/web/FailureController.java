package ai.vluna.sample.web;

import ai.vluna.sample.billed.FailingSummaries;
import ai.vluna.sample.billed.SummaryFailedException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Fails after it was authorized.
 */
@RestController
class FailureController {

	private final FailingSummaries summaries;

	FailureController(FailingSummaries summaries) {
		this.summaries = summaries;
	}

	@PostMapping("/api/failures")
	SummaryAnswer fail(@RequestBody TextRequest request) {
		return SummaryAnswer.of(this.summaries.summarise(request.requiredText()));
	}

	@ExceptionHandler
	ProblemDetail handle(SummaryFailedException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, ex.getMessage());
		problem.setTitle("Summary failed");
		return problem;
	}

}
