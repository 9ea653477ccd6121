package ai.vluna.spring.test.gate.http;

import java.util.Date;
import java.util.Map;

import ai.vluna.spring.test.gate.protocol.Answer;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaders;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes status and headers as recorded.
 */
final class ResponseHead {

	private static final String JSON = "application/json; charset=utf-8";

	private final HttpSettings http;

	ResponseHead(HttpSettings http) {
		this.http = http;
	}

	void write(HttpServerRequest request, HttpServerResponse response, Answer answer, Map<String, String> others) {
		boolean keptAlive = !answer.closing() && isKeptAlive(request);
		HttpHeaders headers = response.status(answer.status()).keepAlive(keptAlive).responseHeaders();
		headers.set("vary", "Origin");
		headers.set("access-control-allow-credentials", "true");
		if (answer.succeeded()) {
			headers.set("access-control-expose-headers",
					"WWW-Authenticate, X-Permissions-Changed, X-Request-Id, traceparent");
		}
		headers.set("content-type", JSON);
		headers.set("content-length", answer.body().length);
		headers.set("Date", DateFormatter.format(Date.from(this.http.clock().instant())));
		headers.set("Connection", (keptAlive) ? "keep-alive" : "close");
		if (keptAlive) {
			headers.set("Keep-Alive", "timeout=" + this.http.promisedSeconds());
		}
		others.forEach(headers::set);
	}

	private static boolean isKeptAlive(HttpServerRequest request) {
		boolean byDefault = request.protocol().equals("HTTP/1.1");
		String asked = request.requestHeaders().get("connection", "");
		return (byDefault) ? !asked.equalsIgnoreCase("close") : asked.equalsIgnoreCase("keep-alive");
	}

}
