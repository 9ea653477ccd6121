package ai.vluna.integration.webflux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Service;

/**
 * Work in every shape, some of which blocks. A character is a unit.
 */
@Service
public class Texts {

	private static final String LENGTH = "@texts.measure(#result)";

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicInteger started = new AtomicInteger();

	/**
	 * Return how often work was started.
	 * @return the number
	 */
	int started() {
		return this.started.get();
	}

	public long measure(String text) {
		return text.length();
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH, labels = "length=#{#text.length()}")
	public Mono<String> mono(String text) {
		return Mono.fromSupplier(() -> started(text));
	}

	@Retryable(maxRetries = 3, delay = 10)
	@BilledOperation(feature = "text", quantity = "#result.length()")
	public Mono<String> retried(String text) {
		return Mono.fromCallable(() -> {
			if (this.failures.getAndDecrement() > 0) {
				throw new WorkFailedException(text);
			}
			return text;
		});
	}

	/**
	 * Let retried work fail.
	 * @param times how often
	 */
	void failTimes(int times) {
		this.failures.set(times);
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public Mono<String> blockingMono(String text) {
		return Mono.fromCallable(() -> {
			Thread.sleep(10);
			return started(text);
		});
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public Mono<String> slowlyAssembled(String text) throws InterruptedException {
		Thread.sleep(10);
		return Mono.just(started(text));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Mono<Void> reporting(String text) {
		return Mono.deferContextual((context) -> {
			UsageReporter.report(context, Usage.of(started(text).length()));
			return Mono.empty();
		});
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> flux(String text) {
		return Flux.defer(() -> Flux.fromIterable(tokens(started(text))).delayElements(Duration.ofMillis(2)));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Mono<ResponseEntity<Flux<Token>>> entity(String text) {
		return Mono.fromSupplier(
				() -> ResponseEntity.ok(Flux.fromIterable(tokens(started(text))).delayElements(Duration.ofMillis(2))));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Mono<ResponseEntity<Flux<Token>>> endlessEntity(String text) {
		return Mono.fromSupplier(() -> ResponseEntity.ok(endless(text)));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public Mono<ResponseEntity<String>> entityOfValue(String text) {
		return Mono.fromSupplier(() -> ResponseEntity.ok(started(text)));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public CompletableFuture<String> future(String text) throws InterruptedException {
		Thread.sleep(10);
		return Mono.just(started(text)).delayElement(Duration.ofMillis(10)).toFuture();
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public String value(String text) {
		return started(text);
	}

	@BilledOperation(feature = CatalogueConfiguration.RARE, quantity = LENGTH)
	public Mono<String> rare(String text) {
		return Mono.just(text);
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public Mono<String> failingMono(String text) {
		return Mono.error(() -> new WorkFailedException(text));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> failingFlux(String text) {
		return Flux.fromIterable(tokens(text))
			.map((token) -> new Token(token.word(), token.characters(), false))
			.concatWith(Mono.error(() -> new WorkFailedException(text)));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public CompletableFuture<String> failingFuture(String text) {
		return CompletableFuture.failedFuture(new WorkFailedException(text));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> endless(String text) {
		return Flux.interval(Duration.ofMillis(10))
			.onBackpressureDrop()
			.map((tick) -> new Token(text, text.length() * (int) (tick + 1), false));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> lingering(String text) {
		return Flux.concat(Flux.fromIterable(tokens(text)), Flux.never());
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = LENGTH)
	public Mono<String> forever(String text) {
		return Mono.<String>never().doOnSubscribe((subscription) -> started(text));
	}

	private <T> T started(T work) {
		this.started.incrementAndGet();
		return work;
	}

	private static List<Token> tokens(String text) {
		List<Token> tokens = new ArrayList<>();
		String[] words = text.split(" ");
		int characters = 0;
		for (int i = 0; i < words.length; i++) {
			characters += words[i].length();
			tokens.add(new Token(words[i], characters, i == words.length - 1));
		}
		return tokens;
	}

}
