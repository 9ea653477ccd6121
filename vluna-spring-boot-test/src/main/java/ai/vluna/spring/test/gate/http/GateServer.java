package ai.vluna.spring.test.gate.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.util.retry.Retry;

/**
 * The listening socket. It has event loops of its own, so that a client that blocks its
 * loops never blocks the gate.
 */
final class GateServer {

	private static final Log logger = LogFactory.getLog(GateServer.class);

	private static final int LARGEST_BODY = 1024 * 1024;

	private static final int LARGEST_HEADERS = 16 * 1024;

	// While the gate is away, the system may lend its port to an outgoing connection.
	private static final Retry PORT_TAKEN = Retry.backoff(6, Duration.ofMillis(20))
		.filter(ChannelBindException.class::isInstance)
		.onRetryExhaustedThrow((retry, last) -> last.failure());

	private final HttpSettings http;

	private final RequestPipeline pipeline;

	private final Function<ReceivedRequest, @Nullable Fault> faults;

	private final ServerLifecycle lifecycle;

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
	 * @param http how connections are treated
	 * @param pipeline what answers
	 * @param faults told of every request, and says what it meets
	 * @param lifecycle what a fault can end
	 */
	GateServer(int port, HttpSettings http, RequestPipeline pipeline, Function<ReceivedRequest, @Nullable Fault> faults,
			ServerLifecycle lifecycle) {
		this.http = http;
		this.pipeline = pipeline;
		this.faults = faults;
		this.lifecycle = lifecycle;
		HttpServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(port)
			.runOn((useNative) -> this.loops)
			.idleTimeout(http.idleTimeout())
			.requestTimeout(http.idleTimeout())
			.httpRequestDecoder((spec) -> spec.maxHeaderSize(LARGEST_HEADERS).maxInitialLineLength(LARGEST_HEADERS))
			.doOnChannelInit((observer, channel, address) -> addHandlers(channel))
			.doOnConnection((connection) -> this.connections.add(connection.channel()))
			.handle(this::handle);
		this.server = Objects.requireNonNull(server.bind().retryWhen(PORT_TAKEN).block());
	}

	int port() {
		return this.server.port();
	}

	/**
	 * Stops to listen and closes every connection.
	 */
	void stop() {
		this.server.disposeNow();
		this.connections.close().awaitUninterruptibly();
		this.loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
	}

	private static Thread thread(Runnable loop) {
		Thread thread = new Thread(loop, "embedded-gate");
		thread.setDaemon(true);
		return thread;
	}

	private static void addHandlers(Channel channel) {
		channel.pipeline()
			.addAfter(NettyPipeline.HttpCodec, "unreadable", new UnreadableRequestHandler())
			.addAfter(NettyPipeline.HttpCodec, "continue", new ContinueHandler());
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		String method = request.method().name();
		String path = request.uri().split("\\?", 2)[0];
		Endpoint endpoint = Endpoint.find(method, path);
		if (endpoint == null) {
			Refusal unknown = Refusal.of(404, "RESOURCE.NOT_FOUND", "Cannot " + method + ' ' + request.uri());
			return send(request, response, unknown.toAnswer());
		}
		if (declaredLength(request) > LARGEST_BODY) {
			return refuseBody(request, response);
		}
		ServerProcess process = this.pipeline.process();
		return request.receive()
			.asByteArray()
			.reduceWith(ByteArrayOutputStream::new, GateServer::collect)
			.map((body) -> new ReceivedRequest(endpoint, method, request.uri(), headers(request.requestHeaders()),
					body.toByteArray()))
			.map((received) -> new ServerExchange(received, process, this.lifecycle, this.http, request, response))
			.flatMap(this::play)
			.onErrorResume(BodyTooLarge.class, (ex) -> refuseBody(request, response))
			.onErrorResume((ex) -> hangUp(response, ex));
	}

	// What was received is dealt with, even if the client does not wait for the answer.
	private Mono<Void> play(Exchange exchange) {
		Fault fault = this.faults.apply(exchange.request());
		Mono<Void> played = (fault != null) ? Mono.defer(() -> fault.play(exchange))
				: exchange.process().flatMap(exchange::send);
		return Mono.fromFuture(played.onErrorResume((ex) -> giveUp(exchange, ex)).toFuture(), true);
	}

	private static Mono<Void> giveUp(Exchange exchange, Throwable reason) {
		logger.debug("No answer to " + exchange.request().method() + ' ' + exchange.request().path(), reason);
		return exchange.hangUp();
	}

	private static Mono<Void> hangUp(HttpServerResponse response, Throwable reason) {
		logger.debug("The request did not come to its end", reason);
		response.withConnection((connection) -> connection.channel().close());
		return Mono.never();
	}

	private static long declaredLength(HttpServerRequest request) {
		try {
			return Long.parseLong(request.requestHeaders().get("content-length", "0"));
		}
		catch (NumberFormatException ex) {
			return Long.MAX_VALUE;
		}
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

	private Mono<Void> refuseBody(HttpServerRequest request, HttpServerResponse response) {
		request.withConnection((connection) -> connection.channel().pipeline().addFirst(new LingeringClose()));
		return send(request, response,
				Refusal.of(413, "SERVER.UNEXPECTED", "Request body is too large").closing().toAnswer());
	}

	private Mono<Void> send(HttpServerRequest request, HttpServerResponse response, Answer answer) {
		new ResponseHead(this.http).write(request, response, answer, Map.of());
		return response.sendByteArray(Mono.just(answer.body())).then();
	}

	private static final class BodyTooLarge extends RuntimeException {

		BodyTooLarge() {
			super("The body is larger than " + LARGEST_BODY + " bytes", null, false, false);
		}

	}

}
