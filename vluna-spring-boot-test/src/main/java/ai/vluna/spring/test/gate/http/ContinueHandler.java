package ai.vluna.spring.test.gate.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Sends {@code 100 Continue} as the server does, without headers.
 */
final class ContinueHandler extends ChannelOutboundHandlerAdapter {

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response && response.status().equals(HttpResponseStatus.CONTINUE)) {
			response.headers().clear();
		}
		context.write(message, promise);
	}

}
