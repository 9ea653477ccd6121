package ai.vluna.spring.test.gate.http;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes a connection on which the client may still be sending. Closed at once, the
 * system would answer what still comes with a reset, and the reset can overtake the
 * answer on its way to the client.
 */
final class LingeringClose extends ChannelDuplexHandler {

	private static final long LONGEST_MILLIS = 1000;

	private boolean lingering;

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		if (this.lingering || !(context.channel() instanceof SocketChannel socket) || !socket.isActive()) {
			context.close(promise);
			return;
		}
		this.lingering = true;
		socket.shutdownOutput();
		socket.config().setAutoRead(true);
		context.executor().schedule(() -> context.close(promise), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.lingering) {
			ReferenceCountUtil.release(message);
			return;
		}
		context.fireChannelRead(message);
	}

}
