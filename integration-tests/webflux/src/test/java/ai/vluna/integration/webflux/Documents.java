package ai.vluna.integration.webflux;

import java.util.function.Consumer;

import ai.vluna.spring.annotation.BilledOperation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.transaction.annotation.Transactional;

/**
 * Billed reactive work that Spring advises as well.
 */
public class Documents {

	private static final String QUANTITY = "#result.length()";

	private final Consumer<String> journal;

	Documents(Consumer<String> journal) {
		this.journal = journal;
	}

	@Cacheable("documents")
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public Mono<String> cached(String text) {
		return work(text);
	}

	@Transactional
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public Mono<String> stored(String text) {
		return work(text);
	}

	@Transactional
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public Flux<String> streamed(String text) {
		return work(text).flux();
	}

	@Transactional
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public Mono<String> failing(String text) {
		return work(text).flatMap((done) -> Mono.error(new WorkFailedException(done)));
	}

	private Mono<String> work(String text) {
		return Mono.fromSupplier(() -> {
			this.journal.accept("work");
			return text;
		});
	}

}
