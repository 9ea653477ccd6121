package ai.vluna.spring.context.reactive;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.HeaderSubjectResolver;
import ai.vluna.spring.context.SubjectHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Writes into the Reactor context of every request what a trusted hop says in its
 * headers. Stands in front of what takes the remote address from {@code X-Forwarded-For},
 * which clients can set; a {@code WebFilter} would come too late.
 *
 * @since 0.1.0
 */
public final class SubjectHeadersDecorator implements HttpHandlerDecoratorFactory {

	private final SubjectHeaders headers;

	/**
	 * Create a decorator.
	 * @param headers the headers to read
	 */
	public SubjectHeadersDecorator(SubjectHeaders headers) {
		this.headers = headers;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> {
			BillingIdentity identity = this.headers.read(hopOf(request), request.getHeaders()::getOrEmpty);
			return handler.handle(request, response).contextWrite(HeaderSubjectResolver.write(identity));
		};
	}

	private static @Nullable String hopOf(ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		InetAddress address = (remote != null) ? remote.getAddress() : null;
		return (address != null) ? address.getHostAddress() : null;
	}

}
