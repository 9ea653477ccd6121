package ai.vluna.spring.test.gate.transcript;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends recorded requests byte by byte, and compares status, headers, body and whether
 * the connection stays open.
 */
final class RawReplay {

	private static final Pattern LEFT_OUT = Pattern.compile("<(\\d+) bytes of JSON>");

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final EmbeddedGate gate;

	private final SettableClock clock;

	RawReplay(EmbeddedGate gate, SettableClock clock) {
		this.gate = gate;
		this.clock = clock;
	}

	/**
	 * The exchanges of a recording have a connection each, unless it is about one.
	 */
	Stream<DynamicTest> tests(Transcript transcript, TranscriptReport report) {
		List<List<Exchange>> connections = (transcript.name().equals("31-keep-alive")) ? List.of(transcript.exchanges())
				: transcript.exchanges().stream().map(List::of).toList();
		return connections.stream()
			.map((exchanges) -> DynamicTest.dynamicTest(transcript.name() + ": " + exchanges.get(0).title(), () -> {
				replay(exchanges);
				exchanges.forEach((exchange) -> report.equal(transcript));
			}));
	}

	private void replay(List<Exchange> exchanges) throws IOException {
		try (RawConnection connection = new RawConnection(this.gate)) {
			for (Exchange exchange : exchanges) {
				if (exchange.signedAt() != null) {
					this.clock.set(exchange.signedAt());
				}
				connection.send(head(exchange, exchanges.size() == 1)).send(body(exchange));
				compare(exchange, connection);
			}
		}
	}

	private static void compare(Exchange exchange, RawConnection connection) throws IOException {
		RawConnection.Answer actual = connection.read();
		assertThat(actual.status()).isEqualTo(exchange.status());
		if (exchange.status() == 100) {
			assertThat(actual.headers()).isEmpty();
			byte[] following = exchange.answer().stringValue().getBytes(StandardCharsets.UTF_8);
			compare(RawConnection.Answer.read(new ByteArrayInputStream(following)), connection.read());
		}
		else {
			Map<String, String> headers = exchange.answerHeaders();
			compare(new RawConnection.Answer(actual.statusLine(), headers, exchange.answer().toString()), actual);
		}
		if (!"keep-alive".equals(actual.headers().get("connection"))) {
			assertThat(connection.readToEnd()).isEmpty();
		}
	}

	private static void compare(RawConnection.Answer expected, RawConnection.Answer actual) {
		assertThat(Normalised.of(MAPPER.readTree(actual.body())))
			.isEqualTo(Normalised.of(MAPPER.readTree(expected.body())));
		assertThat(actual.status()).isEqualTo(expected.status());
		if (!expected.headers().isEmpty()) {
			assertThat(withoutTime(actual.headers())).isEqualTo(withoutTime(expected.headers()));
		}
	}

	private static Map<String, String> withoutTime(Map<String, String> headers) {
		Map<String, String> result = new HashMap<>(headers);
		result.computeIfPresent("date", (name, date) -> date.replaceAll("\\d\\d:\\d\\d:\\d\\d", "<time>"));
		return result;
	}

	private static String head(Exchange exchange, boolean last) throws IOException {
		Map<String, String> headers = new LinkedHashMap<>(exchange.headers());
		headers.putIfAbsent("host", "localhost");
		if (last) {
			headers.putIfAbsent("connection", "close");
		}
		if (exchange.title().equals("content-encoding gzip")) {
			headers.put("content-type", "application/json");
			headers.put("content-encoding", "gzip");
		}
		if (!headers.containsKey("transfer-encoding")) {
			headers.putIfAbsent("content-length", Integer.toString(body(exchange).length));
		}
		StringBuilder head = new StringBuilder(exchange.method() + ' ' + exchange.uri() + " HTTP/1.1\r\n");
		headers.forEach((name, value) -> head.append(asSent(exchange, name, value)));
		return head.append("\r\n").toString();
	}

	private static String asSent(Exchange exchange, String name, String value) {
		String line = name + ": " + value + "\r\n";
		if (name.equals("x-principal-id") && exchange.title().startsWith("blanks around")) {
			return name + ":  \t" + value + " \r\n";
		}
		boolean twice = name.equals("x-user-id") && exchange.title().startsWith("duplicate X-User-Id");
		return (twice) ? line + line : line;
	}

	/**
	 * Returns the body. Long ones and invalid text were left out of the recording; these
	 * are the bytes that have the recorded digest.
	 */
	private static byte[] body(Exchange exchange) throws IOException {
		String text = exchange.sentText();
		Matcher leftOut = LEFT_OUT.matcher(text);
		if (leftOut.matches()) {
			String start = "{\"feature_code\":\"llm.zero\",\"labels\":{\"a\":\"";
			return (start + "x".repeat(Integer.parseInt(leftOut.group(1)) - start.length() - 3) + "\"}}")
				.getBytes(StandardCharsets.US_ASCII);
		}
		if (exchange.title().startsWith("invalid UTF-8")) {
			return text.replace("\uFFFD\uFFFD", "\u00FF\u00FE").getBytes(StandardCharsets.ISO_8859_1);
		}
		return (exchange.title().equals("content-encoding gzip")) ? zipped("{\"feature_code\":\"llm.zero\"}")
				: text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] zipped(String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			zip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

}
