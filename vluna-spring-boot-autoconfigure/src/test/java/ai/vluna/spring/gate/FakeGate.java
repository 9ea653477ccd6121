package ai.vluna.spring.gate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.BatchCommitResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.FeatureLimit;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.LimitsQuery;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.MetersQuery;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * A gate in memory. It grants and charges everything unless it was told to answer
 * otherwise, records what was sent, and answers at once unless it was told to wait.
 */
public final class FakeGate implements VlunaClient, GateOperations {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final AtomicInteger sequence = new AtomicInteger();

	private final List<Sent> sent = new CopyOnWriteArrayList<>();

	private final Endpoint<AuthorizeResult> authorize = new Endpoint<>("authorize",
			() -> new AuthorizeResult("lease." + this.sequence.incrementAndGet(), null, null, null, null));

	private final Endpoint<CommitResult> commit = new Endpoint<>("commits", this::charged);

	private final Endpoint<CancelResult> cancel = new Endpoint<>("cancel", () -> new CancelResult(true));

	private final Endpoint<CommitResult> ingest = new Endpoint<>("ingest", this::charged);

	private volatile Scheduler scheduler;

	@Override
	public GateOperations gate() {
		return this;
	}

	@Override
	public VlunaCall<AuthorizeResult> authorize(CallContext context, AuthorizeRequest request) {
		return new Call<>(this.authorize, context, request);
	}

	@Override
	public VlunaCall<CommitResult> commit(CallContext context, CommitRequest request) {
		return new Call<>(this.commit, context, request);
	}

	@Override
	public VlunaCall<CancelResult> cancel(CallContext context, CancelRequest request) {
		return new Call<>(this.cancel, context, request);
	}

	@Override
	public VlunaCall<CommitResult> ingest(CallContext context, IngestRequest request) {
		Assert.noNullElements(new Object[] { request.meters(), request.labels() }, "There are no lines");
		return new Call<>(this.ingest, context, request);
	}

	@Override
	public VlunaCall<BatchCommitResult> commitBatch(CallContext context, BatchCommitRequest request) {
		throw new UnsupportedOperationException("This gate only gates");
	}

	@Override
	public VlunaCall<List<FeatureLimit>> limits(CallContext context, LimitsQuery query) {
		throw new UnsupportedOperationException("This gate only gates");
	}

	@Override
	public VlunaCall<List<MeterLimit>> meters(CallContext context, MetersQuery query) {
		throw new UnsupportedOperationException("This gate only gates");
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> VlunaCall<T> call(CallContext context, VlunaRequest request, ParameterizedTypeReference<T> dataType) {
		return switch (request.path()) {
			case "/gate/commits" -> (VlunaCall<T>) new Call<>(this.commit, context, (byte[]) request.body());
			case "/gate/ingest" -> (VlunaCall<T>) new Call<>(this.ingest, context, (byte[]) request.body());
			default -> throw new UnsupportedOperationException("This gate only gates");
		};
	}

	public Endpoint<AuthorizeResult> authorize() {
		return this.authorize;
	}

	public Endpoint<CommitResult> commit() {
		return this.commit;
	}

	public Endpoint<CancelResult> cancel() {
		return this.cancel;
	}

	public Endpoint<CommitResult> ingest() {
		return this.ingest;
	}

	/**
	 * Answer on the threads of a scheduler, as a client does on its event loops.
	 * @param scheduler the scheduler
	 */
	public void answerOn(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Return what was sent, repetitions included.
	 * @return the names of the endpoints in the order of the requests
	 */
	public List<String> paths() {
		return this.sent.stream().map(Sent::path).toList();
	}

	public static VlunaRejectedException rejection(int status, String code, String reason, Hint... hints) {
		return new VlunaRejectedException("POST http://gate", "r-1", status, code, reason, List.of(hints));
	}

	public static VlunaUnavailableException noAnswer() {
		return new VlunaUnavailableException("POST http://gate", "r-1", null, null, "connection refused", List.of(),
				null);
	}

	public static Hint hint(String type, String name, Object value) {
		return new Hint(type, Map.of(name, value));
	}

	private CommitResult charged() {
		return new CommitResult("commit-" + this.sequence.incrementAndGet(), "0", "0", null, List.of());
	}

	/**
	 * A request as the gate saw it.
	 *
	 * @param path the last part of the path
	 * @param context what accompanied it
	 * @param request the decoded body
	 * @param body the body
	 */
	public record Sent(String path, CallContext context, Object request, String body) {

		public String key() {
			return this.context.idempotencyKey();
		}

		public <T> T request(Class<T> type) {
			return type.cast(this.request);
		}

	}

	/**
	 * One of the things a gate can be asked.
	 *
	 * @param <T> the type of the answer's data
	 */
	public final class Endpoint<T> {

		private final String path;

		private final Supplier<T> success;

		private final Deque<Mono<VlunaResponse<T>>> script = new ArrayDeque<>();

		private volatile Predicate<Sent> refused = (request) -> false;

		private Endpoint(String path, Supplier<T> success) {
			this.path = path;
			this.success = success;
		}

		/**
		 * Answer the next request with a success that carries hints.
		 * @param hints the hints
		 * @return this endpoint
		 */
		public Endpoint<T> thenSucceed(Hint... hints) {
			return then(Mono.fromSupplier(() -> response(hints)));
		}

		public Endpoint<T> thenAnswer(T data) {
			return then(Mono.just(new VlunaResponse<>(data, List.of(), "r-1")));
		}

		public Endpoint<T> thenFail(Throwable failure) {
			return then(Mono.error(failure));
		}

		/**
		 * Be spared some requests by an open circuit.
		 * @param times how many
		 * @return this
		 */
		public Endpoint<T> thenHoldBack(int times) {
			for (int i = 0; i < times; i++) {
				thenFail(VlunaUnavailableException.notSent("POST http://gate", "r-1", "circuit open"));
			}
			return this;
		}

		public Endpoint<T> thenReject(int status, String code, String reason, Hint... hints) {
			return thenFail(rejection(status, code, reason, hints));
		}

		/**
		 * Refuse some requests without saying that it is the gate that does, as often as
		 * they are sent.
		 * @param which tells whether to refuse a request
		 * @return this
		 */
		public Endpoint<T> refuse(Predicate<Sent> which) {
			this.refused = which;
			return this;
		}

		public Endpoint<T> thenNotAnswer(int times) {
			for (int i = 0; i < times; i++) {
				thenFail(noAnswer());
			}
			return this;
		}

		/**
		 * Let the next request wait for its answer.
		 * @return the open answer
		 */
		public Held<T> thenHold() {
			Held<T> held = new Held<>(this);
			then(held.answer());
			return held;
		}

		public synchronized Endpoint<T> then(Mono<VlunaResponse<T>> answer) {
			this.script.add(answer);
			return this;
		}

		public List<Sent> sent() {
			return FakeGate.this.sent.stream().filter((request) -> request.path().equals(this.path)).toList();
		}

		public Sent onlySent() {
			List<Sent> requests = sent();
			if (requests.size() != 1) {
				throw new AssertionError("Expected one request for '%s' but got %s".formatted(this.path, requests));
			}
			return requests.get(0);
		}

		private VlunaResponse<T> response(Hint... hints) {
			return new VlunaResponse<>(this.success.get(), List.of(hints), "r-1");
		}

		private synchronized Mono<VlunaResponse<T>> answer(Sent request) {
			if (this.refused.test(request)) {
				return Mono.error(rejection(403, null, "Forbidden"));
			}
			Mono<VlunaResponse<T>> scripted = this.script.poll();
			return (scripted != null) ? scripted : Mono.fromSupplier(() -> response());
		}

	}

	/**
	 * An answer that is still to come.
	 *
	 * @param <T> the type of the answer's data
	 */
	public static final class Held<T> {

		private final Endpoint<T> endpoint;

		private final Sinks.One<VlunaResponse<T>> sink = Sinks.one();

		private Held(Endpoint<T> endpoint) {
			this.endpoint = endpoint;
		}

		public void succeed(Hint... hints) {
			this.sink.tryEmitValue(this.endpoint.response(hints)).orThrow();
		}

		public void fail(Throwable failure) {
			this.sink.tryEmitError(failure).orThrow();
		}

		private Mono<VlunaResponse<T>> answer() {
			return this.sink.asMono();
		}

	}

	private final class Call<T> implements VlunaCall<T> {

		private final Endpoint<T> endpoint;

		private final CallContext context;

		private final Object request;

		private final byte[] body;

		private Call(Endpoint<T> endpoint, CallContext context, Object request) {
			this.endpoint = endpoint;
			this.context = context;
			this.request = request;
			this.body = JSON.writeValueAsBytes(request);
		}

		private Call(Endpoint<T> endpoint, CallContext context, byte[] body) {
			this.endpoint = endpoint;
			this.context = context;
			this.request = body;
			this.body = body;
		}

		@Override
		public CallContext context() {
			return this.context;
		}

		@Override
		public String path() {
			return "/mgt/v1/gate/" + this.endpoint.path;
		}

		@Override
		public byte[] body() {
			return this.body.clone();
		}

		@Override
		public Mono<VlunaResponse<T>> send() {
			Mono<VlunaResponse<T>> exchange = Mono.defer(() -> {
				Sent request = new Sent(this.endpoint.path, this.context, this.request, new String(this.body));
				FakeGate.this.sent.add(request);
				return this.endpoint.answer(request);
			});
			Scheduler threads = FakeGate.this.scheduler;
			return (threads != null) ? exchange.publishOn(threads) : exchange;
		}

	}

}
