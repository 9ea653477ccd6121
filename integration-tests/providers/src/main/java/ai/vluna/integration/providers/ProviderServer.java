package ai.vluna.integration.providers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;

/**
 * The listening socket of a provider.
 */
final class ProviderServer {

	private final FakeProvider provider;

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, ProviderServer::thread,
			NioIoHandler.newFactory());

	private final DisposableServer server;

	ProviderServer(FakeProvider provider) {
		this.provider = provider;
		this.server = Objects.requireNonNull(HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.runOn((useNative) -> this.loops)
			.handle(this::handle)
			.bind()
			.block());
	}

	int port() {
		return this.server.port();
	}

	void stop() {
		this.server.disposeNow();
		this.loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
	}

	private static Thread thread(Runnable loop) {
		Thread thread = new Thread(loop, "fake-provider");
		thread.setDaemon(true);
		return thread;
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asByteArray().defaultIfEmpty(new byte[0]).flatMap((body) -> {
			ProviderRequest received = new ProviderRequest(request.fullPath(), headers(request), json(body));
			request.withConnection(
					(connection) -> connection.channel().closeFuture().addListener((closed) -> received.end(false)));
			return answer(received, response);
		});
	}

	private static Map<String, String> headers(HttpServerRequest request) {
		Map<String, String> headers = new HashMap<>();
		request.requestHeaders()
			.forEach((header) -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
		return headers;
	}

	private static JsonNode json(byte[] body) {
		return (body.length > 0) ? FakeProvider.JSON.readTree(body) : FakeProvider.JSON.createObjectNode();
	}

	private Mono<Void> answer(ProviderRequest request, HttpServerResponse response) {
		Reply reply = this.provider.receive(request);
		if (reply instanceof Completion completion) {
			return (request.streaming()) ? stream(request, response, completion) : whole(request, response, completion);
		}
		if (reply instanceof Vectors vectors) {
			return send(request, response, this.provider.embeddings(request, vectors));
		}
		Refusal refusal = (Refusal) reply;
		refusal.headers().forEach(response::header);
		return send(request, response.status(refusal.status()), this.provider.error(refusal.status()));
	}

	private Mono<Void> whole(ProviderRequest request, HttpServerResponse response, Completion completion) {
		Flux<Boolean> held = Flux.fromIterable(completion.checkpoints().values()).concatMap(Checkpoint::reach);
		Mono<Void> answer = Mono.defer(() -> (completion.ending() == Completion.Ending.COMPLETE)
				? send(request, response, this.provider.whole(request, completion)) : reset(request, response));
		return delay(completion.delay()).thenMany(held).then(answer);
	}

	private Mono<Void> stream(ProviderRequest request, HttpServerResponse response, Completion completion) {
		EventStream events = this.provider.events(request, completion);
		return delay(completion.delay()).then(checkpoint(completion, 0)).then(Mono.defer(() -> {
			if (completion.ending() == Completion.Ending.ABORTED && completion.length() == 0) {
				return reset(request, response);
			}
			response.header("content-type", "text/event-stream; charset=utf-8").header("cache-control", "no-cache");
			Flux<String> written = written(events, completion);
			return response
				.send(written.map((event) -> Unpooled.wrappedBuffer(event.getBytes(StandardCharsets.UTF_8))),
						(event) -> true)
				.then()
				.then(ending(request, response, completion));
		}));
	}

	private static Flux<String> written(EventStream events, Completion completion) {
		List<String> pieces = events.pieces();
		int length = Math.min(pieces.size(), completion.length());
		Flux<String> paced = Flux.range(1, length)
			.concatMap((number) -> delay(completion.pace()).thenReturn(pieces.get(number - 1))
				// Held behind the piece, which is on its way by then.
				.concatWith(checkpoint(completion, number).then(Mono.empty())), 1);
		Flux<String> opened = Flux.concat(Flux.fromIterable(events.opening()), paced);
		return (completion.ending() == Completion.Ending.COMPLETE)
				? opened.concatWith(Flux.fromIterable(events.closing())) : opened;
	}

	private static Mono<Void> ending(ProviderRequest request, HttpServerResponse response, Completion completion) {
		return Mono.defer(() -> {
			if (completion.ending() == Completion.Ending.ABORTED) {
				return reset(request, response);
			}
			request.end(true);
			return Mono.empty();
		});
	}

	private static Mono<Void> checkpoint(Completion completion, int pieces) {
		Checkpoint checkpoint = completion.checkpoints().get(pieces);
		return (checkpoint != null) ? checkpoint.reach().then() : Mono.empty();
	}

	private static Mono<Void> delay(Duration duration) {
		return (duration.isZero()) ? Mono.empty() : Mono.delay(duration).then();
	}

	private static Mono<Void> send(ProviderRequest request, HttpServerResponse response, JsonNode body) {
		byte[] bytes = FakeProvider.JSON.writeValueAsBytes(body);
		request.end(true);
		return response.header("content-type", "application/json")
			.header("content-length", String.valueOf(bytes.length))
			.sendByteArray(Mono.just(bytes))
			.then();
	}

	private static Mono<Void> reset(ProviderRequest request, HttpServerResponse response) {
		request.end(true);
		response.withConnection((connection) -> {
			Channel channel = connection.channel();
			channel.config().setOption(ChannelOption.SO_LINGER, 0);
			channel.close();
		});
		return Mono.never();
	}

}
