package ai.vluna.integration.servlet;

import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.annotation.BilledOperation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Every shape over HTTP.
 */
@RestController
class TextController {

	private final Texts texts;

	TextController(Texts texts) {
		this.texts = texts;
	}

	@GetMapping({ "/value", "/public/value" })
	String value(@RequestParam String text) {
		return this.texts.value(text);
	}

	@GetMapping({ "/void", "/public/void" })
	String report(@RequestParam String text) {
		this.texts.report(text);
		return "reported";
	}

	@GetMapping("/nothing")
	@Nullable String nothing(@RequestParam String text) {
		return this.texts.nothing(text);
	}

	@GetMapping({ "/future", "/public/future" })
	CompletableFuture<String> future(@RequestParam String text) {
		return this.texts.future(text);
	}

	@GetMapping({ "/mono", "/public/mono" })
	Mono<String> mono(@RequestParam String text) {
		return this.texts.mono(text);
	}

	@GetMapping({ "/flux", "/public/flux" })
	Flux<Token> flux(@RequestParam String text) {
		return this.texts.flux(text);
	}

	@GetMapping("/slow")
	Flux<Token> slow(@RequestParam String text) {
		return this.texts.slow(text);
	}

	@GetMapping("/controller")
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	String controller(@RequestParam String text) {
		return text;
	}

	@GetMapping("/rare")
	String rare(@RequestParam String text) {
		return this.texts.rare(text);
	}

	@GetMapping("/failing/value")
	String failingValue(@RequestParam String text) {
		return this.texts.failingValue(text);
	}

	@GetMapping("/failing/future")
	CompletableFuture<String> failingFuture(@RequestParam String text) {
		return this.texts.failingFuture(text);
	}

	@GetMapping("/failing/mono")
	Mono<String> failingMono(@RequestParam String text) {
		return this.texts.failingMono(text);
	}

	@GetMapping("/failing/flux")
	Flux<Token> failingFlux(@RequestParam String text) {
		return this.texts.failingFlux(text);
	}

	@GetMapping("/endless")
	Flux<Token> endless(@RequestParam String text) {
		return this.texts.endless(text);
	}

	@GetMapping("/lingering")
	Flux<Token> lingering(@RequestParam String text) {
		return this.texts.lingering(text);
	}

	@GetMapping("/forever")
	Mono<String> forever(@RequestParam String text) {
		return this.texts.forever(text);
	}

}
