package ai.vluna.integration.servlet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ways for the one who pays to get lost.
 */
@RestController
class SubjectController implements DisposableBean {

	private final ExecutorService plainExecutor = Executors.newCachedThreadPool();

	private final ExecutorService contextExecutor = ContextExecutorService.wrap(this.plainExecutor,
			() -> ContextSnapshotFactory.builder().build().captureAll());

	private final Texts texts;

	private final Documents documents;

	private volatile CountDownLatch gone = new CountDownLatch(1);

	SubjectController(Texts texts, Documents documents) {
		this.texts = texts;
		this.documents = documents;
	}

	@GetMapping("/subjects/code")
	String code(@RequestParam String text) {
		return BillingSubjects.with(BillingSubject.of("coded", "carl"), () -> this.texts.value(text));
	}

	@GetMapping("/subjects/executor")
	String executor(@RequestParam String text) throws ExecutionException, InterruptedException {
		return this.contextExecutor.submit(() -> this.texts.value(text)).get();
	}

	@GetMapping("/subjects/plain-executor")
	CompletableFuture<String> plainExecutor(@RequestParam String text) {
		return CompletableFuture.supplyAsync(() -> this.texts.value(text), this.plainExecutor);
	}

	@GetMapping("/subjects/elsewhere")
	Mono<String> elsewhere(@RequestParam String text) {
		return this.texts.mono(text).subscribeOn(Schedulers.parallel());
	}

	@GetMapping("/subjects/within-chain")
	Mono<String> withinChain(@RequestParam String text) {
		return Mono.just(text).publishOn(Schedulers.parallel()).flatMap(this.texts::mono);
	}

	@GetMapping("/subjects/within-stream")
	Flux<Token> withinStream(@RequestParam String text) {
		return Mono.just(text).publishOn(Schedulers.parallel()).flatMapMany(this.texts::flux);
	}

	@GetMapping("/subjects/afterwards")
	String afterwards(@RequestParam String text) {
		this.gone = new CountDownLatch(1);
		this.documents.afterwards(this.gone, () -> this.texts.value(text));
		return "promised";
	}

	void leave() {
		this.gone.countDown();
	}

	@Override
	public void destroy() {
		this.plainExecutor.shutdownNow();
	}

}
