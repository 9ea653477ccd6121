package ai.vluna.spring.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a server, which may vanish: connections stay open, and nothing that is sent
 * through them arrives any more.
 */
final class FadingNetwork implements AutoCloseable {

	private final ServerSocket entrance;

	private final String host;

	private final int port;

	private final List<Closeable> sockets = new CopyOnWriteArrayList<>();

	private final AtomicInteger outages = new AtomicInteger();

	private volatile boolean out;

	FadingNetwork(String host, int port) {
		this.host = host;
		this.port = port;
		try {
			this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.entrance.getLocalPort();
	}

	void vanish() {
		this.outages.incrementAndGet();
		this.out = true;
	}

	/**
	 * Let new connections through. Those of before never recover.
	 */
	void comeBack() {
		this.out = false;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.entrance.accept();
			Socket server = new Socket(this.host, this.port);
			this.sockets.addAll(List.of(client, server));
			int outage = this.outages.get();
			start(() -> carry(client, server, outage));
			start(() -> carry(server, client, outage));
		}
	}

	private void carry(Socket from, Socket to, int outage) throws IOException {
		InputStream source = from.getInputStream();
		OutputStream target = to.getOutputStream();
		byte[] bytes = new byte[8192];
		for (int length = source.read(bytes); length >= 0; length = source.read(bytes)) {
			if (isUp(outage)) {
				target.write(bytes, 0, length);
			}
		}
		if (isUp(outage)) {
			to.close();
		}
	}

	private boolean isUp(int outage) {
		return !this.out && this.outages.get() == outage;
	}

	private static void start(Carrier carrier) {
		Thread thread = new Thread(() -> {
			try {
				carrier.run();
			}
			catch (IOException ex) {
				// One of them hung up.
			}
		}, "fading-network");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		for (Closeable socket : this.sockets) {
			socket.close();
		}
	}

	private interface Carrier {

		void run() throws IOException;

	}

}
