package ai.vluna.integration.webflux;

import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Every shape over HTTP, called on the event loop.
 */
@RestController
class TextController {

	private final Texts texts;

	TextController(Texts texts) {
		this.texts = texts;
	}

	@GetMapping("/thread")
	Mono<String> thread() {
		return Mono.fromSupplier(() -> Thread.currentThread().getName() + " " + Schedulers.isInNonBlockingThread());
	}

	@GetMapping("/blocking")
	Mono<String> blocking() {
		return Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "not noticed";
		});
	}

	@GetMapping({ "/mono", "/public/mono" })
	Mono<String> mono(@RequestParam String text) {
		return this.texts.mono(text);
	}

	@GetMapping("/retried")
	Mono<String> retried(@RequestParam String text) {
		return this.texts.retried(text);
	}

	@GetMapping("/blocking-mono")
	Mono<String> blockingMono(@RequestParam String text) {
		return this.texts.blockingMono(text);
	}

	@GetMapping("/slowly-assembled")
	Mono<String> slowlyAssembled(@RequestParam String text) throws InterruptedException {
		return this.texts.slowlyAssembled(text);
	}

	@GetMapping("/reporting")
	Mono<Void> reporting(@RequestParam String text) {
		return this.texts.reporting(text);
	}

	@GetMapping({ "/flux", "/public/flux" })
	Flux<Token> flux(@RequestParam String text) {
		return this.texts.flux(text);
	}

	@GetMapping("/entity")
	Mono<ResponseEntity<Flux<Token>>> entity(@RequestParam String text) {
		return this.texts.entity(text);
	}

	@GetMapping("/endless-entity")
	Mono<ResponseEntity<Flux<Token>>> endlessEntity(@RequestParam String text) {
		return this.texts.endlessEntity(text);
	}

	@GetMapping("/entity-of-value")
	Mono<ResponseEntity<String>> entityOfValue(@RequestParam String text) {
		return this.texts.entityOfValue(text);
	}

	@GetMapping({ "/future", "/public/future" })
	CompletableFuture<String> future(@RequestParam String text) throws InterruptedException {
		return this.texts.future(text);
	}

	@GetMapping("/future-within")
	Mono<String> futureWithin(@RequestParam String text) {
		return Mono.just(text).flatMap((argument) -> Mono.fromFuture(() -> futureOf(argument)));
	}

	@GetMapping("/mono-elsewhere")
	Mono<String> monoElsewhere(@RequestParam String text) {
		return Mono.just(text).publishOn(Schedulers.parallel()).flatMap(this.texts::mono);
	}

	@GetMapping("/value")
	Mono<String> value(@RequestParam String text) {
		return Mono.fromSupplier(() -> this.texts.value(text));
	}

	@GetMapping("/value-elsewhere")
	Mono<String> valueElsewhere(@RequestParam String text) {
		return Mono.fromSupplier(() -> this.texts.value(text)).subscribeOn(Schedulers.boundedElastic());
	}

	@GetMapping("/code")
	Mono<String> code(@RequestParam String text) {
		return this.texts.mono(text).contextWrite(BillingSubjects.write(BillingSubject.of("coded", "carl")));
	}

	@GetMapping("/rare")
	Mono<String> rare(@RequestParam String text) {
		return this.texts.rare(text);
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

	private CompletableFuture<String> futureOf(String text) {
		try {
			return this.texts.future(text);
		}
		catch (InterruptedException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
