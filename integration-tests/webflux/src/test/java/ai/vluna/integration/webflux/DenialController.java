package ai.vluna.integration.webflux;

import ai.vluna.spring.denial.BillingDeniedException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers denials in a way of its own.
 */
@RestController
class DenialController {

	private final Texts texts;

	DenialController(Texts texts) {
		this.texts = texts;
	}

	@GetMapping("/own/mono")
	Mono<String> mono(@RequestParam String text) {
		return this.texts.mono(text);
	}

	@GetMapping("/own/flux")
	Flux<Token> flux(@RequestParam String text) {
		return this.texts.flux(text);
	}

	@ExceptionHandler
	ResponseEntity<String> denied(BillingDeniedException ex) {
		return ResponseEntity.status(451).body("no more " + ex.getFeatureCode());
	}

}
