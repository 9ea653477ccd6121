package ai.vluna.spring.client.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A server on the loopback interface that keeps what it is sent and answers what it is
 * told to, the last answer again and again.
 */
final class ScriptedGate implements AutoCloseable {

	static final String LEASE = """
			{"ok":true,"code":"OK","data":{"lease_token":"lease.1.2","lease_id":"1","feature_code":"llm.chat"}}""";

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final List<Channel> connections = new CopyOnWriteArrayList<>();

	private final Queue<Answer> script = new ConcurrentLinkedQueue<>();

	private final DisposableServer server;

	private volatile Answer last = json(200, LEASE);

	ScriptedGate() {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.doOnChannelInit((observer, channel, address) -> this.connections.add(channel))
			.handle(this::handle)
			.bindNow();
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asByteArray().defaultIfEmpty(new byte[0]).flatMap((body) -> {
			this.received
				.add(new Received(request.method().name(), request.uri(), request.requestHeaders().copy(), body));
			Answer next = this.script.poll();
			this.last = (next != null) ? next : this.last;
			return Mono.from(this.last.write(response));
		});
	}

	ScriptedGate answers(Answer... answers) {
		this.script.addAll(List.of(answers));
		return this;
	}

	List<Received> received() {
		return this.received;
	}

	Received onlyRequest() {
		if (this.received.size() != 1) {
			throw new AssertionError("Expected one request but received " + this.received);
		}
		return this.received.get(0);
	}

	List<Channel> connections() {
		return this.connections;
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.port() + "/mgt/v1");
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(5));
	}

	static Answer json(int status, String body) {
		return text(status, "application/json; charset=utf-8", body);
	}

	static Answer error(int status, String code, String message) {
		return json(status, """
				{"ok":false,"code":"%s","message":"%s","meta":{"status":%d}}""".formatted(code, message, status));
	}

	static Answer text(int status, String contentType, String body) {
		return (response) -> response.status(status)
			.header("content-type", contentType)
			.sendByteArray(Mono.just(body.getBytes(StandardCharsets.UTF_8)));
	}

	static Answer empty(int status) {
		return (response) -> response.status(status).send();
	}

	static Answer redirect(int status, String location) {
		return (response) -> response.status(status).header("location", location).send();
	}

	static Answer silence() {
		return (response) -> Mono.never();
	}

	/**
	 * Close the connection without an answer.
	 */
	static Answer hangUp() {
		return (response) -> Mono
			.fromRunnable(() -> response.withConnection((connection) -> connection.channel().close()));
	}

	/**
	 * Send the head and half of the body, then reset the connection.
	 */
	static Answer resetInBody(int status) {
		return (response) -> response.status(status)
			.header("content-length", "1000")
			.send(Flux.just(Unpooled.copiedBuffer("{\"ok\":", StandardCharsets.UTF_8))
				.concatWith(Mono.delay(Duration.ofMillis(20)).then(Mono.fromRunnable(() -> reset(response)))),
					(buffer) -> true);
	}

	private static void reset(HttpServerResponse response) {
		response.withConnection((connection) -> {
			connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
			connection.channel().close();
		});
	}

	/**
	 * Send the head and half of the body, then nothing.
	 */
	static Answer stallInBody(int status) {
		return (response) -> response.status(status)
			.header("content-length", "1000")
			.send(Flux.just(Unpooled.copiedBuffer("{\"ok\":", StandardCharsets.UTF_8)).concatWith(Mono.never()),
					(buffer) -> true);
	}

	/**
	 * Send a body that never ends, as fast as it is taken.
	 */
	static Answer endless(int status) {
		byte[] chunk = new byte[64 * 1024];
		return (response) -> response.status(status)
			.header("content-type", "application/json")
			.sendByteArray(Flux.<byte[]>generate((sink) -> sink.next(chunk)));
	}

	@FunctionalInterface
	interface Answer {

		Publisher<Void> write(HttpServerResponse response);

	}

	record Received(String method, String uri, HttpHeaders headers, byte[] body) {

		@Nullable String header(String name) {
			return this.headers.get(name);
		}

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

	}

}
