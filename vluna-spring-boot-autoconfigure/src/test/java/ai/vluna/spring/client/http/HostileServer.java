package ai.vluna.spring.client.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that answers with whatever bytes it is told to, HTTP or not.
 */
final class HostileServer implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "hostile-server");
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicLong written = new AtomicLong();

	private final ServerSocket socket;

	private volatile Answer answer = (output) -> true;

	HostileServer() {
		try {
			this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	void answer(Answer answer) {
		this.answer = answer;
	}

	long written() {
		return this.written.get();
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort() + "/mgt/v1");
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				this.threads.execute(() -> serve(connection));
			}
			catch (IOException ex) {
				// Closed.
				return;
			}
		}
	}

	private void serve(Socket connection) {
		try (connection; InputStream input = new BufferedInputStream(connection.getInputStream())) {
			OutputStream output = new CountingOutput(connection.getOutputStream());
			while (readRequest(input)) {
				if (!this.answer.write(output)) {
					return;
				}
				output.flush();
			}
		}
		catch (IOException ex) {
			// The client hung up, as it may.
		}
	}

	private static boolean readRequest(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = input.read();
			if (next < 0) {
				return false;
			}
			head.append((char) next);
		}
		String lowerCase = head.toString().toLowerCase(Locale.ROOT);
		int length = lowerCase.indexOf("content-length:");
		if (length >= 0) {
			String value = lowerCase.substring(length + 15, lowerCase.indexOf('\r', length)).strip();
			input.readNBytes(Integer.parseInt(value));
		}
		return true;
	}

	static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	@FunctionalInterface
	interface Answer {

		/**
		 * Write an answer.
		 * @param output where to
		 * @return whether to leave the connection open
		 */
		boolean write(OutputStream output) throws IOException;

	}

	private final class CountingOutput extends OutputStream {

		private final OutputStream target;

		CountingOutput(OutputStream target) {
			this.target = target;
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.target.write(bytes, offset, length);
			HostileServer.this.written.addAndGet(length);
		}

		@Override
		public void flush() throws IOException {
			this.target.flush();
		}

	}

}
