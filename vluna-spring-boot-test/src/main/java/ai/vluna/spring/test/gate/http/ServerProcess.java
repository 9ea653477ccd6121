package ai.vluna.spring.test.gate.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * One life of the server process, and the authorizes whose transaction it holds open.
 * Such a transaction has a row of a unique index locked: another authorize under the same
 * key waits for it, and fails when it succeeds.
 */
final class ServerProcess {

	private final Map<AuthorizeKey, Mono<Answer>> open = new ConcurrentHashMap<>();

	private final RequestPipeline pipeline;

	private final ReadWriteLock life = new ReentrantReadWriteLock();

	private boolean dead;

	ServerProcess(RequestPipeline pipeline) {
		this.pipeline = pipeline;
	}

	/**
	 * Ends it: what it has not done now it never does.
	 */
	void kill() {
		this.life.writeLock().lock();
		this.dead = true;
		this.life.writeLock().unlock();
	}

	/**
	 * Does what a request asks, at once.
	 * @param request the request
	 * @return its answer
	 */
	Mono<Answer> process(ReceivedRequest request) {
		return Mono.defer(() -> {
			AuthorizeKey key = AuthorizeKey.of(request);
			Mono<Answer> first = (key != null) ? this.open.get(key) : null;
			return (first != null) ? lose(request, first) : answer(request);
		});
	}

	/**
	 * Does what a request asks, in a transaction that takes its time.
	 * @param request the request
	 * @param end what ends the transaction
	 * @return its answer
	 */
	Mono<Answer> process(ReceivedRequest request, Publisher<?> end) {
		return Mono.defer(() -> {
			Mono<Answer> own = Mono.when(end).then(Mono.defer(() -> answer(request)));
			AuthorizeKey key = AuthorizeKey.of(request);
			if (key == null || this.pipeline.remembers(request)) {
				return own;
			}
			Mono<Answer> held = own.doOnTerminate(() -> this.open.remove(key)).cache();
			Mono<Answer> first = this.open.putIfAbsent(key, held);
			return (first != null) ? Mono.when(end).then(lose(request, first)) : held;
		});
	}

	private Mono<Answer> lose(ReceivedRequest request, Mono<Answer> first) {
		return first.flatMap((winner) -> answer(request).map((answer) -> {
			boolean collided = winner.succeeded() && (answer.succeeded() || answer.status() == 409);
			return (collided) ? Refusal.unexpected().toAnswer() : answer;
		}));
	}

	private Mono<Answer> answer(ReceivedRequest request) {
		this.life.readLock().lock();
		try {
			return (this.dead) ? Mono.error(new ProcessDied()) : Mono.just(this.pipeline.answer(request));
		}
		finally {
			this.life.readLock().unlock();
		}
	}

	/**
	 * The row that two authorizes cannot both insert.
	 */
	private record AuthorizeKey(@Nullable String principal, @Nullable String user, String key) {

		static @Nullable AuthorizeKey of(ReceivedRequest request) {
			String key = request.idempotencyKey();
			return (request.endpoint() == Endpoint.AUTHORIZE && key != null)
					? new AuthorizeKey(request.header("x-principal-id"), request.header("x-user-id"), key) : null;
		}

	}

	static final class ProcessDied extends RuntimeException {

		ProcessDied() {
			super("The server process died before it answered", null, false, false);
		}

	}

}
