package ai.vluna.spring.web.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;

import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Follows bodies that are written on a thread of their own: the work is done when all is
 * written. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class StreamingBodyResult implements OngoingResult<StreamingResponseBody> {

	@Override
	public Class<StreamingResponseBody> type() {
		return StreamingResponseBody.class;
	}

	@Override
	public StreamingResponseBody follow(StreamingResponseBody result, OpenOperation operation) {
		BilledBody billed = new BilledBody(result, operation);
		operation.interruptWhenUnreachable(billed);
		return billed;
	}

	/**
	 * A body that tells its end.
	 *
	 * @param body the body
	 * @param operation to be told
	 */
	private record BilledBody(StreamingResponseBody body, OpenOperation operation) implements StreamingResponseBody {

		@Override
		public void writeTo(OutputStream output) throws IOException {
			try {
				write(output);
				this.operation.element(this.body);
				this.operation.complete();
			}
			finally {
				this.operation.interrupt();
				Reference.reachabilityFence(this);
			}
		}

		private void write(OutputStream output) throws IOException {
			this.operation.<@Nullable Object, IOException>part(() -> {
				this.body.writeTo(output);
				return null;
			});
		}

	}

}
