package ai.vluna.integration.servlet;

import java.util.concurrent.CompletableFuture;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Advised methods over HTTP.
 */
@RestController
class DocumentController {

	private final Documents documents;

	DocumentController(Documents documents) {
		this.documents = documents;
	}

	@GetMapping("/cached")
	String cached(@RequestParam String text) {
		return this.documents.cached(text);
	}

	@GetMapping("/stored")
	String stored(@RequestParam String text) {
		return this.documents.stored(text);
	}

	@GetMapping("/rolled-back/failure")
	String rolledBackByFailure(@RequestParam String text) {
		return this.documents.rolledBackByFailure(text);
	}

	@GetMapping("/rolled-back/choice")
	String rolledBackByChoice(@RequestParam String text) {
		return this.documents.rolledBackByChoice(text);
	}

	@GetMapping("/rolled-back/commit")
	String failingToCommit(@RequestParam String text) {
		return this.documents.failingToCommit(text);
	}

	@GetMapping("/restricted")
	String restricted(@RequestParam String text) {
		return this.documents.restricted(text);
	}

	@GetMapping("/validated")
	String validated(@RequestParam String text) {
		return this.documents.validated(text);
	}

	@GetMapping("/async/void")
	String inBackground(@RequestParam String text) {
		this.documents.inBackground(text);
		return "started";
	}

	@GetMapping("/async/future")
	CompletableFuture<String> inFuture(@RequestParam String text) {
		return this.documents.inFuture(text);
	}

}
