package ai.vluna.spring.client.http;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.BatchCommitResult;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.FeatureLimit;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.Page;
import ai.vluna.spring.client.protocol.billing.Budget;
import ai.vluna.spring.client.protocol.billing.EventBatchResult;
import ai.vluna.spring.client.protocol.billing.PlatformToken;
import ai.vluna.spring.client.protocol.billing.Report;
import ai.vluna.spring.client.protocol.billing.WalletBalance;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever arrives, it is an answer, a {@link VlunaRejectedException} or a
 * {@link VlunaUnavailableException}, in time and in bounded memory.
 * <p>
 * Each run tries other answers. {@code -Dvluna.fuzz.seed=<seed>} tries those of an
 * earlier run again, {@code -Dvluna.fuzz.rounds=100} tries a hundred times as many.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class AnswerFuzzTests {

	private static final long SEED = Long.getLong("vluna.fuzz.seed", System.nanoTime());

	private static final int ROUNDS = Integer.getInteger("vluna.fuzz.rounds", 1);

	private static final Duration TIMEOUT = Duration.ofMillis(250);

	private static final long MAX_BODY_BYTES = 4 * 1024 * 1024;

	private static final long SOCKET_BUFFERS = 16 * 1024 * 1024;

	private static final List<Integer> STATUSES = List.of(200, 201, 204, 207, 299, 301, 304, 400, 401, 402, 403, 404,
			409, 413, 422, 429, 431, 499, 500, 502, 503, 504, 599);

	private static final List<Type> TYPES = List.of(AuthorizeResult.class, CommitResult.class, CancelResult.class,
			BatchCommitResult.class, list(List.class, FeatureLimit.class), list(List.class, MeterLimit.class),
			WalletBalance.class, Budget.class, list(Page.class, Budget.class), EventBatchResult.class,
			PlatformToken.class, Report.class, Object.class);

	private static final List<String> SEEDS = Stream.concat(
			Stream
				.of("limits", "limits-expanded", "meters-expanded", "wallet-balance", "budget", "budget-closed",
						"batch", "batch-failed", "meters-without-principal")
				.map(Recorded::body),
			Stream.of(ScriptedGate.LEASE.replace("lease.1.2", "of.no.request"),
					"{\"ok\":true,\"data\":{\"cancelled\":true}}",
					"{\"ok\":true,\"data\":{\"items\":[{\"budget_id\":\"b\"}],\"next_cursor\":\"c\"}}",
					"{\"ok\":false,\"code\":\"SERVER.CONFIG\",\"message\":\"quota limit exhausted\",\"meta\":{},"
							+ "\"hints\":[{\"type\":\"rate.limit\",\"seconds\":42}]}",
					"{\"statusCode\":403,\"message\":[\"a\",\"b\"]}"))
		.toList();

	private static final Logger CONNECTIONS = (Logger) LoggerFactory.getLogger("reactor");

	private static final Level LEVEL = CONNECTIONS.getLevel();

	@BeforeAll
	static void expectTrouble() {
		CONNECTIONS.setLevel(Level.OFF);
	}

	@AfterAll
	static void restore() {
		CONNECTIONS.setLevel(LEVEL);
	}

	@Test
	void decodesOrRefusesWhateverItIsGiven() {
		long successes = 0;
		for (int number = 0; number < 4_000 * ROUNDS; number++) {
			Random random = random("decode", number);
			Mutations mutations = new Mutations(random);
			int status = mutations.pick(STATUSES);
			Type type = mutations.pick(TYPES);
			byte[] body = mutations.body(SEEDS);
			try {
				successes += decode(status, type, body) ? 1 : 0;
			}
			catch (Throwable ex) {
				throw failure("decode", number, status + " as " + type, body, ex);
			}
		}
		assertThat(successes).as("answers that could be read").isPositive();
	}

	private static boolean decode(int status, Type type, byte[] body) {
		AnswerDecoder<?> decoder = new AnswerDecoder<>(WebClientVlunaClient.JSON,
				ParameterizedTypeReference.forType(type), "POST http://gate");
		try {
			VlunaResponse<?> response = decoder.decode(HttpStatusCode.valueOf(status), body, "r-1");
			assertThat(response.data()).isNotNull();
			assertThat(status).isBetween(200, 299);
			return true;
		}
		catch (VlunaException ex) {
			assertThat(ex.getStatus()).isEqualTo(status);
			assertThat(ex).hasNoCause();
			assertThat(ex.getMessage()).hasSizeLessThan(700 + String.valueOf(ex.getCode()).length());
			assertThat(ex instanceof VlunaUnavailableException)
				.isEqualTo(status < 300 || status >= 500 && !"SERVER.CONFIG".equals(ex.getCode()));
			return false;
		}
	}

	@Test
	void survivesWhateverArrives() {
		try (HostileServer server = new HostileServer();
				TestClient client = TestClient.withResponseTimeout(server.url(), TIMEOUT)) {
			for (int number = 0; number < 150 * ROUNDS; number++) {
				Random random = random("receive", number);
				byte[] answer = answer(random, "lease." + number + ".1");
				boolean open = random.nextInt(8) == 0;
				server.answer((output) -> {
					output.write(answer);
					return open;
				});
				try {
					receive(client, "lease." + number + ".1");
				}
				catch (Throwable ex) {
					throw failure("receive", number, open ? "left open" : "closed", answer, ex);
				}
			}
		}
	}

	private static void receive(TestClient client, String token) {
		VlunaCall<AuthorizeResult> call = client.call();
		Object outcome = call.send()
			.<Object>map(VlunaResponse::data)
			.onErrorResume(VlunaException.class, Mono::just)
			.block(Duration.ofSeconds(20));
		if (outcome instanceof AuthorizeResult lease && lease.leaseToken().startsWith("lease.")) {
			assertThat(lease.leaseToken()).as("an answer to this request").isEqualTo(token);
		}
	}

	private static byte[] answer(Random random, String token) {
		Mutations mutations = new Mutations(random);
		byte[] body = wireBody(random, mutations, token);
		byte[] head = head(random, mutations, body.length);
		byte[] answer = Arrays.copyOf(head, head.length + body.length);
		System.arraycopy(body, 0, answer, head.length, body.length);
		return switch (random.nextInt(10)) {
			case 0 -> mutations.randomBytes(random.nextInt(4000));
			case 1 -> mutations.mutatedBytes(answer);
			case 2 -> Arrays.copyOf(answer, random.nextInt(answer.length + 1));
			default -> answer;
		};
	}

	private static byte[] wireBody(Random random, Mutations mutations, String token) {
		return switch (random.nextInt(12)) {
			case 0, 1, 2 -> mutations.body(SEEDS);
			case 3 -> HostileServer.ascii("{\"hints\":[" + "{},".repeat(random.nextInt(2_000_000)) + "{}]}");
			case 4 -> HostileServer.ascii("{\"message\":\"" + "x".repeat(random.nextInt(8_000_000)) + "\"}");
			case 5 -> HostileServer.ascii("5\r\n{\"ok\"\r\nFFFFFFFF\r\n:true\r\n0\r\n\r\n");
			case 6 -> HostileServer.ascii(lease(token) + "HTTP/1.1 200 OK\r\nContent-Length: "
					+ lease("lease.smuggled.1").length() + "\r\n\r\n" + lease("lease.smuggled.1"));
			default -> HostileServer.ascii(lease(token));
		};
	}

	private static String lease(String token) {
		return "{\"ok\":true,\"data\":{\"lease_token\":\"" + token + "\"}}";
	}

	private static byte[] head(Random random, Mutations mutations, int length) {
		List<String> lines = new ArrayList<>();
		lines.add(mutations.pick(List.of("HTTP/1.1 ", "HTTP/1.0 ", "HTTP/9.9 ", "HTTP/1.1  ", "ICY "))
				+ mutations.pick(
						List.of("200", "200", "200", "201", "403", "500", "100", "101", "99", "1000", "-1", "abc", ""))
				+ mutations.pick(List.of(" OK", "", " " + "x".repeat(9000))));
		lines.add("Content-Type: " + mutations
			.pick(List.of("application/json", "text/html", "application/xml", "application/json; charset=utf-16",
					"multipart/form-data", "", ";;;", "x".repeat(9000), "text/event-stream")));
		lines.add(mutations.pick(List.of("Content-Length: " + length, "Content-Length: " + length,
				"Content-Length: " + lease("lease.1.1").length(), "Content-Length: " + (length + 7),
				"Content-Length: 0", "Content-Length: -1", "Content-Length: 99999999999999999999",
				"Content-Length: 1\r\nContent-Length: 2", "Transfer-Encoding: chunked",
				"Transfer-Encoding: gzip, chunked", "Content-Encoding: gzip", "X-Nothing: 1")));
		if (random.nextInt(6) == 0) {
			lines.add(mutations.pick(List.of("Connection: close", "Connection: upgrade\r\nUpgrade: h2c",
					"Set-Cookie: a=b", ": empty", "no colon", " folded", "X: \u0000\u00ff",
					"X-Long: " + "x".repeat(100_000), "Location: http://127.0.0.1:1/", "Trailer: X")));
		}
		return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 403 Forbidden\r\nContent-Length: 999999999999\r\n\r\n",
					"HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n",
					"HTTP/1.1 200 OK\r\nX-Endless: ", "HTTP/1.1 " })
	void readsNoMoreThanItNeedsOfWhatNeverEnds(String start) {
		byte[] chunk = new byte[64 * 1024];
		Arrays.fill(chunk, (byte) ' ');
		try (HostileServer server = new HostileServer();
				TestClient client = TestClient.withResponseTimeout(server.url(), Duration.ofSeconds(20))) {
			server.answer((output) -> {
				output.write(HostileServer.ascii(start));
				return writeForever(output, chunk);
			});
			receive(client, "none");
			assertThat(server.written()).isLessThan(MAX_BODY_BYTES + SOCKET_BUFFERS);
		}
	}

	private static boolean writeForever(OutputStream output, byte[] chunk) throws IOException {
		while (!Thread.currentThread().isInterrupted()) {
			output.write(chunk);
		}
		return false;
	}

	private static Random random(String test, int number) {
		if (number == 0) {
			System.out.printf("AnswerFuzzTests %s: -Dvluna.fuzz.seed=%d -Dvluna.fuzz.rounds=%d%n", test, SEED, ROUNDS);
		}
		return new Random(SEED * 31 + number * 1_000_003L + test.hashCode());
	}

	private static AssertionError failure(String test, int number, String what, byte[] answer, Throwable cause) {
		String text = new String(answer, 0, Math.min(answer.length, 2000), StandardCharsets.ISO_8859_1);
		return new AssertionError("%s #%d of -Dvluna.fuzz.seed=%d: %s, %d bytes%n%s".formatted(test, number, SEED, what,
				answer.length, text), cause);
	}

	private static Type list(Class<?> container, Class<?> element) {
		return ResolvableType.forClassWithGenerics(container, element).getType();
	}

}
