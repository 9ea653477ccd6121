package ai.vluna.spring.benchmarks.loopback;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The floor: bytes made beforehand go out, and the bytes of the answer are not read as
 * anything.
 */
final class NettyCycle implements Cycle, AutoCloseable {

	private final ConnectionProvider connections = ConnectionProvider.create("floor", 100);

	private final HttpClient client;

	private final URI authorize;

	private final URI commit;

	private final byte[] authorizeBody;

	private final byte[] commitBody;

	NettyCycle(GateAccess access) {
		this.authorize = URI.create(access.baseUrl() + "/gate/authorize");
		this.commit = URI.create(access.baseUrl() + "/gate/commits");
		this.authorizeBody = bytes("{\"feature_code\":\"%s\"}".formatted(access.featureCode()));
		this.commitBody = bytes("""
				{"lease_token":"lease.2fc913b1-b227-43d7-842b-9aad03375f84.8f3c6aa68ab5e075",\
				"feature_code":"%s","quantity_minor":"30"}""".formatted(access.featureCode()));
		this.client = HttpClient.create(this.connections)
			.headers((headers) -> headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
				.set(HttpHeaderNames.ACCEPT, "application/json")
				.set("X-Realm-Id", access.realmId())
				.set("X-Principal-Id", access.principalId())
				.set("X-User-Id", access.userId())
				.set("X-Request-Id", "0af7651916cd43dd8448eb211c80319c")
				.set("Idempotency-Key", "authorize-2fc913b1-b227-43d7-842b-9aad03375f84")
				.set("Content-Digest", "sha-256=:EnVL1imGRLMpJr6i1pFV5KcZUw0LMDfokJaUm4ELZIM=:")
				.set("Authorization", "SVC-AUTH keyId=pk-benchmark,sig=jhKwSHCFrarYzIDpkSVUgkNTAPqry1naGDIv1ldoVk4=,"
						+ "ts=2026-11-21T17:08:22.136Z,nonce=700f80b7b3a346ed822a5be6c7eae03c," + "alg=HMAC-SHA256"));
	}

	@Override
	public Object run() {
		post(this.authorize, this.authorizeBody);
		return post(this.commit, this.commitBody);
	}

	private byte[] post(URI uri, byte[] body) {
		return this.client.headers((headers) -> headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length))
			.post()
			.uri(uri)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
			.responseSingle((response, content) -> content.asByteArray())
			.blockOptional()
			.orElseThrow();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.connections.dispose();
	}

}
