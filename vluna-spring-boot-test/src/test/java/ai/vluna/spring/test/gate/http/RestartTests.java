package ai.vluna.spring.test.gate.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestartTests {

	private final EmbeddedGate gate = EmbeddedGate.builder().start();

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void closesIdleConnectionsWhenItStops() throws IOException {
		try (Socket socket = connect()) {
			checkHealth(socket);
			this.gate.stop();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void answersOnTheSamePortWhenItStartsAgain() throws IOException {
		int port = this.gate.baseUrl().getPort();
		this.gate.stop();
		this.gate.start();
		assertThat(this.gate.baseUrl().getPort()).isEqualTo(port);
		try (Socket socket = connect()) {
			checkHealth(socket);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket("127.0.0.1", this.gate.baseUrl().getPort());
		socket.setSoTimeout(5000);
		return socket;
	}

	private static void checkHealth(Socket socket) throws IOException {
		socket.getOutputStream()
			.write("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		InputStream in = socket.getInputStream();
		StringBuilder text = new StringBuilder();
		while (!text.toString().endsWith("}}")) {
			int next = in.read();
			assertThat(next).isNotEqualTo(-1);
			text.append((char) next);
		}
	}

}
