package ai.vluna.spring.test.gate.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A request in the process that received it.
 */
final class ServerExchange implements Exchange {

	private final ReceivedRequest received;

	private final ServerProcess process;

	private final ServerLifecycle lifecycle;

	private final HttpSettings http;

	private final HttpServerRequest request;

	private final HttpServerResponse response;

	ServerExchange(ReceivedRequest received, ServerProcess process, ServerLifecycle lifecycle, HttpSettings http,
			HttpServerRequest request, HttpServerResponse response) {
		this.received = received;
		this.process = process;
		this.lifecycle = lifecycle;
		this.http = http;
		this.request = request;
		this.response = response;
	}

	@Override
	public ReceivedRequest request() {
		return this.received;
	}

	@Override
	public Instant now() {
		return this.http.clock().instant();
	}

	@Override
	public Mono<Answer> process() {
		return this.process.process(this.received);
	}

	@Override
	public Mono<Answer> process(Publisher<?> end) {
		return this.process.process(this.received, end);
	}

	@Override
	public Mono<Void> send(Answer answer, Map<String, String> headers) {
		return Mono.defer(() -> {
			writeHead(answer, headers);
			return this.response.sendByteArray(Mono.just(answer.body())).then();
		});
	}

	@Override
	public Mono<Void> send(Answer answer, Flux<byte[]> body) {
		return Mono.defer(() -> {
			writeHead(answer, Map.of());
			return this.response.send(body.map(Unpooled::wrappedBuffer), (part) -> true).then();
		});
	}

	@Override
	public Mono<Void> sendRaw(byte[] bytes) {
		return onChannel((channel) -> channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(bytes)));
	}

	@Override
	public Mono<Void> hangUp() {
		return onChannel(Channel::close).then(Mono.never());
	}

	@Override
	public Mono<Void> reset() {
		return onChannel((channel) -> channel.config().setOption(ChannelOption.SO_LINGER, 0)).then(hangUp());
	}

	@Override
	public Mono<Void> refuseConnections(Duration duration) {
		return offLoop(() -> this.lifecycle.refuseConnections(duration));
	}

	@Override
	public Mono<Void> restart(Duration downtime) {
		return offLoop(() -> this.lifecycle.restart(downtime));
	}

	private void writeHead(Answer answer, Map<String, String> headers) {
		new ResponseHead(this.http).write(this.request, this.response, answer, headers);
	}

	private Mono<Void> onChannel(Consumer<Channel> action) {
		return Mono
			.fromRunnable(() -> this.response.withConnection((connection) -> action.accept(connection.channel())));
	}

	private static Mono<Void> offLoop(Runnable change) {
		return Mono.<Void>fromRunnable(change).subscribeOn(Schedulers.boundedElastic()).then(Mono.never());
	}

}
