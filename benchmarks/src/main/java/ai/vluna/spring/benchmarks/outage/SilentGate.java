package ai.vluna.spring.benchmarks.outage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/**
 * An address that takes connections and never answers: the kernel makes them, and nobody
 * picks them up.
 */
final class SilentGate implements AutoCloseable {

	private final ServerSocket socket;

	SilentGate() {
		try {
			this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	URI baseUrl() {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort() + "/mgt/v1");
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
