package ai.vluna.integration.servlet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Work in every shape. A character is a unit.
 */
@Service
public class Texts {

	private final AtomicInteger started = new AtomicInteger();

	/**
	 * Return how often work was started.
	 * @return the number
	 */
	int started() {
		return this.started.get();
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public String value(String text) {
		return started(text);
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public void report(String text) {
		UsageReporter.report(Usage.of(started(text).length()));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public @Nullable String nothing(String text) {
		started(text);
		return null;
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public CompletableFuture<String> future(String text) {
		return started(CompletableFuture.supplyAsync(() -> text,
				CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public Mono<String> mono(String text) {
		return Mono.fromCallable(() -> started(Mono.just(text).delayElement(Duration.ofMillis(20)).block()));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> flux(String text) {
		return Flux.defer(() -> started(Flux.fromIterable(tokens(text)).delayElements(Duration.ofMillis(5))));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> slow(String text) {
		return Flux.fromIterable(tokens(text)).delayElements(Duration.ofMillis(150));
	}

	@BilledOperation(feature = CatalogueConfiguration.RARE, quantity = "#result.length()")
	public String rare(String text) {
		return started(text);
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public String failingValue(String text) {
		throw new WorkFailedException(started(text));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public CompletableFuture<String> failingFuture(String text) {
		return future(text).thenApply((ignored) -> {
			throw new WorkFailedException(text);
		});
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public Mono<String> failingMono(String text) {
		return Mono.error(() -> new WorkFailedException(started(text)));
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> failingFlux(String text) {
		return flux(text).concatWith(Mono.error(() -> new WorkFailedException(text)))
			.map((token) -> new Token(token.word(), token.characters(), false));
	}

	/**
	 * Goes on for as long as somebody listens.
	 * @param text the text
	 * @return the tokens, and no end
	 */
	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> endless(String text) {
		return Flux.interval(Duration.ofMillis(10))
			.onBackpressureDrop()
			.map((tick) -> new Token(text, started(text).length() * (int) (tick + 1), false));
	}

	/**
	 * Tells its final usage, and goes on for as long as somebody listens.
	 * @param text the text
	 * @return the tokens, and heartbeats without end
	 */
	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> lingering(String text) {
		return Flux.concat(Flux.fromIterable(tokens(text)),
				Flux.interval(Duration.ofMillis(10)).onBackpressureDrop().map((tick) -> Token.heartbeat()));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
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
