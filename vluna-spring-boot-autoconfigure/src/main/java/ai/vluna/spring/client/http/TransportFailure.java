package ai.vluna.spring.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * Says in words why no answer arrived.
 */
final class TransportFailure {

	private TransportFailure() {
	}

	static String noAnswerWithin(Duration limit) {
		long millis = limit.toMillis();
		return "no complete answer within " + ((millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms");
	}

	/**
	 * Return what really happened. WebClient's own exceptions carry the headers of the
	 * request, signature included, and must go no further.
	 * @param ex the exception of an attempt
	 * @return the exception of the connection
	 */
	static Throwable unwrap(Throwable ex) {
		Throwable cause = ex.getCause();
		return (ex instanceof WebClientException && cause != null) ? unwrap(cause) : ex;
	}

	static String describe(Throwable ex) {
		if (ex instanceof ConnectException) {
			return connectFailure(String.valueOf(ex.getMessage()));
		}
		if (ex instanceof UnknownHostException) {
			return "unknown host";
		}
		if (ex instanceof SSLException) {
			return "no secure connection";
		}
		if (ex instanceof TimeoutException) {
			return "no free connection in time";
		}
		if (ex instanceof DataBufferLimitException) {
			return "an answer that is too large";
		}
		return (ex instanceof IOException) ? "connection closed" : "an unexpected " + ex.getClass().getSimpleName();
	}

	// Told apart by text, since the types depend on the HTTP client and its transport.
	private static String connectFailure(String message) {
		if (message.contains("refused")) {
			return "connection refused";
		}
		return message.contains("timed out") ? "no connection in time" : "no connection";
	}

}
