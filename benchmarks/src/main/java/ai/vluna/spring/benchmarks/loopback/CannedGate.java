package ai.vluna.spring.benchmarks.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Objects;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A server that gives two recorded answers and looks at nothing, so that what is measured
 * is the client.
 */
public final class CannedGate implements AutoCloseable {

	private static final String SERVICE_PATH = "/mgt/v1";

	// Of its own, as clients may be in the same process.
	private final LoopResources loops = LoopResources.create("canned-gate", 1, true);

	private final DisposableServer server;

	public CannedGate() {
		byte[] authorized = read("authorize.json");
		byte[] committed = read("commit.json");
		this.server = HttpServer.create()
			.host("localhost")
			.port(0)
			.runOn(this.loops)
			.route((routes) -> routes
				.post(SERVICE_PATH + "/gate/authorize", (request, response) -> answer(request, response, authorized))
				.post(SERVICE_PATH + "/gate/commits", (request, response) -> answer(request, response, committed)))
			.bindNow();
	}

	public URI baseUrl() {
		return URI.create("http://localhost:" + this.server.port() + SERVICE_PATH);
	}

	@Override
	public void close() {
		this.server.disposeNow();
		this.loops.dispose();
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response, byte[] answer) {
		return request.receive()
			.then(Mono.defer(() -> response.header(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
				.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(answer.length))
				.sendByteArray(Mono.just(answer))
				.then()));
	}

	private static byte[] read(String name) {
		try (InputStream answer = CannedGate.class.getResourceAsStream(name)) {
			return Objects.requireNonNull(answer, name).readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
