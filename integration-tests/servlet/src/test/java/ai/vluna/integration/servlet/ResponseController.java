package ai.vluna.integration.servlet;

import java.io.IOException;

import reactor.core.publisher.Flux;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Responses that go on with the work, over HTTP.
 */
@RestController
@RequestMapping("/responses")
class ResponseController {

	private final Responses responses;

	ResponseController(Responses responses) {
		this.responses = responses;
	}

	@GetMapping("/emitter")
	SseEmitter emitter(@RequestParam String text) {
		return this.responses.emitter(text);
	}

	@GetMapping("/emitter/early")
	SseEmitter earlyEmitter(@RequestParam String text) throws IOException {
		return this.responses.earlyEmitter(text);
	}

	@GetMapping("/emitter/no-usage")
	SseEmitter emitterWithoutUsage(@RequestParam String text) throws IOException {
		return this.responses.emitterWithoutUsage(text);
	}

	@GetMapping("/emitter/failing")
	SseEmitter failingEmitter(@RequestParam String text) {
		return this.responses.failingEmitter(text);
	}

	@GetMapping("/emitter/forgotten")
	SseEmitter forgottenEmitter(@RequestParam String text) {
		return this.responses.forgottenEmitter(text);
	}

	@GetMapping("/emitter/endless")
	SseEmitter endlessEmitter(@RequestParam String text) {
		return this.responses.endlessEmitter(text);
	}

	@GetMapping("/emitter/silent")
	SseEmitter silentEmitter(@RequestParam String text) throws IOException {
		return this.responses.silentEmitter(text);
	}

	@GetMapping("/tokens/silent")
	Flux<Token> silent(@RequestParam String text) {
		return this.responses.silent(text);
	}

	@GetMapping("/body")
	StreamingResponseBody body(@RequestParam String text) {
		return this.responses.body(text);
	}

	@GetMapping("/body/no-usage")
	StreamingResponseBody bodyWithoutUsage(@RequestParam String text) {
		return this.responses.bodyWithoutUsage(text);
	}

	@GetMapping("/body/failing")
	StreamingResponseBody failingBody(@RequestParam String text) {
		return this.responses.failingBody(text);
	}

	@GetMapping("/body/endless")
	ResponseEntity<StreamingResponseBody> endlessBody(@RequestParam String text) {
		return this.responses.endlessBody(text);
	}

	@GetMapping("/tokens")
	ResponseEntity<Flux<Token>> tokens(@RequestParam String text) {
		return this.responses.tokens(text);
	}

	@GetMapping("/entity")
	ResponseEntity<String> entity(@RequestParam String text) {
		return this.responses.entity(text);
	}

}
