package ai.vluna.spring.test.gate;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A connection on which a test sends what it likes, HTTP or not, and sees what comes
 * back, byte by byte.
 */
public final class RawConnection implements Closeable {

	private static final int LONGEST_WAIT_MILLIS = 10_000;

	private final Socket socket = new Socket();

	private final InputStream in;

	public RawConnection(EmbeddedGate gate) throws IOException {
		this.socket.setSoTimeout(LONGEST_WAIT_MILLIS);
		this.socket.connect(new InetSocketAddress("127.0.0.1", gate.baseUrl().getPort()), LONGEST_WAIT_MILLIS);
		this.in = this.socket.getInputStream();
	}

	public RawConnection send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	public RawConnection send(String latin1) throws IOException {
		return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Sends no more, as a client does that dies in the middle of a request.
	 * @return this connection
	 */
	public RawConnection finish() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/**
	 * Reads one answer.
	 * @return the answer
	 */
	public Answer read() throws IOException {
		return Answer.read(this.in);
	}

	/**
	 * Reads whatever comes until the gate closes the connection.
	 * @return what came
	 */
	public String readToEnd() throws IOException {
		return new String(this.in.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * An answer with its headers in the order in which they came.
	 */
	public record Answer(String statusLine, Map<String, String> headers, String body) {

		public static Answer read(InputStream in) throws IOException {
			String statusLine = readLine(in);
			Map<String, String> headers = new LinkedHashMap<>();
			for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
				String[] header = line.split(": ", 2);
				headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
			}
			byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
			return new Answer(statusLine, headers, new String(body, StandardCharsets.UTF_8));
		}

		private static String readLine(InputStream in) throws IOException {
			StringBuilder line = new StringBuilder();
			for (int next = in.read(); next != '\n'; next = in.read()) {
				if (next < 0) {
					throw new EOFException("Closed after '" + line + "'");
				}
				line.append((char) next);
			}
			return line.toString().strip();
		}

		public int status() {
			return Integer.parseInt(this.statusLine.split(" ")[1]);
		}

		public GateRequest.Reply toReply() {
			return new GateRequest.Reply(status(), this.body);
		}

	}

}
