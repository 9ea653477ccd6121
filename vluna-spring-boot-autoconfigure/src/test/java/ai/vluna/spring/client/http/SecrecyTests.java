package ai.vluna.spring.client.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.http.ScriptedGate.Answer;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CommitRequest;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that neither secrets nor bodies reach a log or an exception, whatever goes wrong.
 */
class SecrecyTests {

	private static final String BODY_MARK = "llm.chat";

	private static final String LEASE_TOKEN = "lease.1.2";

	private static final String ANSWER_MARK = "answer-mark";

	private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Logger root = this.logging.getLogger(Logger.ROOT_LOGGER_NAME);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Level level = this.root.getLevel();

	private final ScriptedGate gate = new ScriptedGate();

	@BeforeAll
	static void warmUp() {
		try (ScriptedGate gate = new ScriptedGate(); TestClient client = new TestClient(gate.url())) {
			client.call().await();
		}
	}

	@BeforeEach
	void capture() {
		this.log.start();
		this.root.detachAndStopAllAppenders();
		this.root.setLevel(Level.TRACE);
		this.root.addAppender(this.log);
	}

	@AfterEach
	void restore() {
		this.root.setLevel(this.level);
		this.root.detachAppender(this.log);
		this.gate.close();
	}

	@ParameterizedTest
	@MethodSource
	void keepsSecretsOutOfLogsAndExceptions(Answer answer) {
		this.gate.answers(answer);
		try (TestClient client = new TestClient(this.gate.url(), Duration.ofMillis(400), 2, () -> TestClient.KEY)) {
			VlunaCall<AuthorizeResult> call = client.call();
			Throwable failure = catchThrowable(call::await);
			assertThatNothingLeaks(stackTrace(failure) + call + call.context() + TestClient.KEY);
			if (failure instanceof VlunaException) {
				assertThat(stackTrace(failure)).doesNotContain(ANSWER_MARK);
			}
		}
		assertThatNothingLeaks(logged());
		assertThat(logged()).contains("/mgt/v1/gate/authorize");
	}

	static Stream<Answer> keepsSecretsOutOfLogsAndExceptions() {
		String mark = "{\"x\":\"" + ANSWER_MARK + "\"}";
		return Stream.of(ScriptedGate.json(200, ScriptedGate.LEASE), ScriptedGate.json(200, mark),
				ScriptedGate.text(200, "text/html", ANSWER_MARK), ScriptedGate.json(403, mark),
				ScriptedGate.text(403, "text/html", ANSWER_MARK), ScriptedGate.json(500, mark),
				ScriptedGate.redirect(302, "/" + ANSWER_MARK), ScriptedGate.hangUp(), ScriptedGate.silence(),
				ScriptedGate.resetInBody(200), ScriptedGate.resetInBody(403), ScriptedGate.stallInBody(200));
	}

	@Test
	void hidesLeaseTokensInText() {
		AuthorizeResult lease = new AuthorizeResult(LEASE_TOKEN, "1", "llm.chat", null, null);
		assertThat(new VlunaResponse<>(lease, List.of(new Hint("rate.limit", Map.of("seconds", 1))), "r-1"))
			.hasToString("VlunaResponse[requestId=r-1, hints=[rate.limit]]");
		assertThat(Stream.of(lease, new CancelRequest(LEASE_TOKEN),
				new CommitRequest(LEASE_TOKEN, "llm.chat", "1", List.of(), Map.of()),
				new BatchCommitRequest(
						List.of(new BatchCommitRequest.Item("k", LEASE_TOKEN, "llm.chat", "1", List.of(), Map.of())))))
			.allSatisfy((message) -> assertThat(message.toString()).contains("leaseToken=******")
				.doesNotContain(LEASE_TOKEN));
	}

	@Test
	void tellsWhichAttemptFailedAtDebugLevel() {
		this.gate.answers(ScriptedGate.empty(503), ScriptedGate.json(200, ScriptedGate.LEASE));
		try (TestClient client = new TestClient(this.gate.url())) {
			client.call().await();
		}
		assertThat(List.copyOf(this.log.list))
			.filteredOn((event) -> event.getLoggerName().equals(Attempts.class.getName()))
			.singleElement()
			.satisfies((event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
				assertThat(event.getFormattedMessage()).startsWith("Attempt 1 of 3 failed, next one in ")
					.contains("503: Service Unavailable");
			});
	}

	private void assertThatNothingLeaks(String text) {
		assertThat(text).doesNotContain(TestClient.SECRET).doesNotContain(BODY_MARK).doesNotContain(LEASE_TOKEN);
		assertThat(this.gate.received()).isNotEmpty().allSatisfy((request) -> {
			Matcher signature = Pattern.compile("sig=([^,]+)").matcher(String.valueOf(request.header("Authorization")));
			assertThat(signature.find()).isTrue();
			assertThat(text).doesNotContain(signature.group(1));
		});
	}

	private String logged() {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> !event.getThreadName().contains("server"))
			.map((event) -> event.getLoggerName() + ": " + event.getFormattedMessage()
					+ ThrowableProxyUtil.asString(event.getThrowableProxy()))
			.collect(Collectors.joining("\n"));
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		if (failure != null) {
			failure.printStackTrace(new PrintWriter(text));
		}
		return text.toString();
	}

}
