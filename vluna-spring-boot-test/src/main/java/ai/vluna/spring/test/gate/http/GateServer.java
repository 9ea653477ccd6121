package ai.vluna.spring.test.gate.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The listening socket. It has event loops of its own, so that a client that blocks its
 * loops never blocks the gate.
 *
 * @since 0.1.0
 */
public final class GateServer {

	private static final int LARGEST_BODY = 1024 * 1024;

	private static final int LARGEST_HEADERS = 16 * 1024;

	private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(72);

	private final RequestPipeline pipeline;

	private final Function<ReceivedRequest, @Nullable Fault> faults;

	// Plain threads, which are allowed to wait for the lock of the engine and for each
	// other: to a detector of blocking calls, Reactor's and Netty's own are not.
	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, GateServer::thread,
			NioIoHandler.newFactory());

	// Told to stay closed, it also closes what is accepted while the server stops.
	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	private final DisposableServer server;

	/**
	 * Starts to listen.
	 * @param port the port, zero for any free one
	 * @param pipeline what answers
	 * @param faults told of every request, and says what it meets
	 */
	public GateServer(int port, RequestPipeline pipeline, Function<ReceivedRequest, @Nullable Fault> faults) {
		this.pipeline = pipeline;
		this.faults = faults;
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(port)
			.runOn((useNative) -> this.loops)
			.idleTimeout(IDLE_TIMEOUT)
			.httpRequestDecoder((spec) -> spec.maxHeaderSize(LARGEST_HEADERS).maxInitialLineLength(LARGEST_HEADERS))
			.doOnConnection((connection) -> this.connections.add(connection.channel()))
			.handle(this::handle)
			.bindNow();
	}

	/**
	 * Returns where it listens.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Stops to listen and closes every connection.
	 */
	public void stop() {
		this.server.disposeNow();
		this.connections.close().awaitUninterruptibly();
		this.loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
	}

	private static Thread thread(Runnable loop) {
		Thread thread = new Thread(loop, "embedded-gate");
		thread.setDaemon(true);
		return thread;
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		String method = request.method().name();
		String path = request.uri().split("\\?", 2)[0];
		Endpoint endpoint = Endpoint.find(method, path);
		if (endpoint == null) {
			return send(response,
					Refusal.of(404, "RESOURCE.NOT_FOUND", "Cannot " + method + ' ' + request.uri()).toAnswer());
		}
		if (request.requestHeaders().getInt("content-length", 0) > LARGEST_BODY) {
			return refuseBody(response);
		}
		return request.receive()
			.asByteArray()
			.reduceWith(ByteArrayOutputStream::new, GateServer::collect)
			.map((body) -> new ReceivedRequest(endpoint, method, request.uri(), headers(request.requestHeaders()),
					body.toByteArray()))
			.flatMap((received) -> play(new ServerExchange(received, response)))
			.onErrorResume(BodyTooLarge.class, (ex) -> refuseBody(response));
	}

	private Mono<Void> play(ServerExchange exchange) {
		Fault fault = this.faults.apply(exchange.request());
		return (fault != null) ? fault.play(exchange) : exchange.process().flatMap(exchange::send);
	}

	private static ByteArrayOutputStream collect(ByteArrayOutputStream body, byte[] part) {
		if (body.size() + part.length > LARGEST_BODY) {
			throw new BodyTooLarge();
		}
		body.writeBytes(part);
		return body;
	}

	// Repeated headers are joined the way Node.js joins them, which is why a second
	// X-User-Id spoils the signature.
	private static Map<String, String> headers(HttpHeaders received) {
		Map<String, String> headers = new HashMap<>();
		received.forEach((header) -> headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(),
				(first, second) -> first + ", " + second));
		return headers;
	}

	private static Mono<Void> refuseBody(HttpServerResponse response) {
		return send(response.keepAlive(false),
				Refusal.of(413, "SERVER.UNEXPECTED", "Request body is too large").toAnswer());
	}

	private static Mono<Void> send(HttpServerResponse response, Answer answer) {
		return response.status(answer.status())
			.header("content-type", "application/json; charset=utf-8")
			.header("content-length", Integer.toString(answer.body().length))
			.header("vary", "Origin")
			.header("access-control-allow-credentials", "true")
			.sendByteArray(Mono.just(answer.body()))
			.then();
	}

	private static final class BodyTooLarge extends RuntimeException {

		BodyTooLarge() {
			super("The body is larger than " + LARGEST_BODY + " bytes", null, false, false);
		}

	}

	private final class ServerExchange implements Exchange {

		private final ReceivedRequest request;

		private final HttpServerResponse response;

		ServerExchange(ReceivedRequest request, HttpServerResponse response) {
			this.request = request;
			this.response = response;
		}

		@Override
		public ReceivedRequest request() {
			return this.request;
		}

		@Override
		public Mono<Answer> process() {
			return Mono.fromSupplier(() -> GateServer.this.pipeline.answer(this.request));
		}

		@Override
		public Mono<Void> send(Answer answer) {
			return GateServer.send(this.response, answer);
		}

		@Override
		public Mono<Void> hangUp() {
			return Mono.defer(() -> {
				this.response.withConnection((connection) -> connection.channel().close());
				return Mono.never();
			});
		}

	}

}
