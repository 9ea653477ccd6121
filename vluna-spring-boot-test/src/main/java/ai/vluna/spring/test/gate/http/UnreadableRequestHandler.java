package ai.vluna.spring.test.gate.http;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

/**
 * Answers what is not HTTP, or has too many headers. The server does it below its web
 * framework, so there is neither an envelope nor any of the usual headers.
 */
final class UnreadableRequestHandler extends ChannelInboundHandlerAdapter {

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpObject http && http.decoderResult().isFailure()) {
			DecoderResult result = http.decoderResult();
			ReferenceCountUtil.release(message);
			refuse(context, result.cause());
			return;
		}
		context.fireChannelRead(message);
	}

	private static void refuse(ChannelHandlerContext context, Throwable cause) {
		boolean tooLong = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
		context.pipeline().addFirst(new LingeringClose());
		context.pipeline()
			.firstContext()
			.writeAndFlush((tooLong)
					? answer(431, "Request Header Fields Too Large", "Exceeded maximum allowed HTTP header size")
					: answer(400, "Bad Request", "Client Error"))
			.addListener(ChannelFutureListener.CLOSE);
	}

	private static ByteBuf answer(int status, String error, String message) {
		String body = "{\"error\":\"%s\",\"message\":\"%s\",\"statusCode\":%d}".formatted(error, message, status);
		return Unpooled.copiedBuffer("HTTP/1.1 %d %s\r\nContent-Length: %d\r\nContent-Type: application/json\r\n\r\n%s"
			.formatted(status, error, body.length(), body), StandardCharsets.US_ASCII);
	}

}
