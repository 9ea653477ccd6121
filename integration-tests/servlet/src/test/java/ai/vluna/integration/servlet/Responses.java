package ai.vluna.integration.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Work whose result is a response that goes on with it. A character is a unit, reported
 * by the threads that do the work.
 */
@Service
public class Responses {

	private final AsyncTaskExecutor applicationTaskExecutor;

	private volatile Sinks.Many<Token> silent = Sinks.many().unicast().onBackpressureBuffer();

	private volatile SseEmitter silentEmitter = new SseEmitter();

	Responses(AsyncTaskExecutor applicationTaskExecutor) {
		this.applicationTaskExecutor = applicationTaskExecutor;
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public SseEmitter emitter(String text) {
		SseEmitter emitter = new SseEmitter();
		emit(emitter, () -> {
			for (String word : text.split(" ")) {
				emitter.send(word);
			}
			UsageReporter.report(Usage.of(text.length()));
			emitter.complete();
		});
		return emitter;
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public SseEmitter earlyEmitter(String text) throws IOException {
		SseEmitter emitter = new SseEmitter();
		emitter.send(text);
		emitter.complete();
		return emitter;
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public SseEmitter emitterWithoutUsage(String text) throws IOException {
		return earlyEmitter(text);
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public SseEmitter failingEmitter(String text) {
		SseEmitter emitter = new SseEmitter();
		emit(emitter, () -> {
			throw new WorkFailedException(text);
		});
		return emitter;
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public SseEmitter forgottenEmitter(String text) {
		return new SseEmitter(200L);
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public SseEmitter endlessEmitter(String text) {
		SseEmitter emitter = new SseEmitter(0L);
		AtomicBoolean ended = new AtomicBoolean();
		emitter.onCompletion(() -> ended.set(true));
		emit(emitter, () -> {
			while (!ended.get()) {
				emitter.send(text);
			}
		});
		return emitter;
	}

	/**
	 * Says one thing, and no more.
	 * @param text the text
	 * @return an emitter without end
	 * @throws IOException if the first event cannot be sent
	 */
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public SseEmitter silentEmitter(String text) throws IOException {
		SseEmitter emitter = new SseEmitter(0L);
		this.silentEmitter = emitter;
		emitter.send(text);
		return emitter;
	}

	/**
	 * Says one thing, and no more unless it is made to.
	 * @param text the text
	 * @return tokens without end
	 */
	@BilledOperation(CatalogueConfiguration.TEXT)
	public Flux<Token> silent(String text) {
		this.silent = Sinks.many().unicast().onBackpressureBuffer();
		return Flux.concat(Flux.just(new Token(text, text.length(), false)), this.silent.asFlux());
	}

	/**
	 * Make what is silent say something.
	 * @param text what to say, whether or not anybody can hear it
	 */
	void speak(String text) {
		this.silent.tryEmitNext(new Token(text, text.length(), false));
		try {
			this.silentEmitter.send(text);
		}
		catch (IOException | IllegalStateException ex) {
			fail(this.silentEmitter, ex);
		}
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public StreamingResponseBody body(String text) {
		return (output) -> {
			output.write(text.getBytes(StandardCharsets.UTF_8));
			UsageReporter.report(Usage.of(text.length()));
		};
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public StreamingResponseBody bodyWithoutUsage(String text) {
		return (output) -> output.write(text.getBytes(StandardCharsets.UTF_8));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public StreamingResponseBody failingBody(String text) {
		return (output) -> {
			throw new WorkFailedException(text);
		};
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#text.length()")
	public ResponseEntity<StreamingResponseBody> endlessBody(String text) {
		return ResponseEntity.ok((output) -> {
			while (true) {
				output.write(("data:" + text + "\n\n").getBytes(StandardCharsets.UTF_8));
				output.flush();
			}
		});
	}

	@BilledOperation(CatalogueConfiguration.TEXT)
	public ResponseEntity<Flux<Token>> tokens(String text) {
		return ResponseEntity
			.ok(Flux.fromStream(() -> Stream.of(text.split(" "))).map((word) -> new Token(word, text.length(), false)));
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public ResponseEntity<String> entity(String text) {
		return ResponseEntity.accepted().body(text);
	}

	private void emit(SseEmitter emitter, Emission emission) {
		this.applicationTaskExecutor.execute(() -> {
			try {
				emission.run();
			}
			catch (IOException | RuntimeException ex) {
				fail(emitter, ex);
			}
		});
	}

	private static void fail(SseEmitter emitter, Exception failure) {
		try {
			emitter.completeWithError(failure);
		}
		catch (IllegalStateException ex) {
			// The container knows already that nobody hears it.
		}
	}

	/**
	 * What is emitted on another thread.
	 */
	private interface Emission {

		void run() throws IOException;

	}

}
