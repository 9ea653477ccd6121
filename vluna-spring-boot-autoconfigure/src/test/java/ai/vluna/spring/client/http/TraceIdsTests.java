package ai.vluna.spring.client.http;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceIds}.
 */
class TraceIdsTests {

	private final SimpleTracer tracer = new SimpleTracer();

	@ParameterizedTest
	@CsvSource({ "0af7651916cd43dd8448eb211c80319c, 0af7651916cd43dd8448eb211c80319c",
			"8448eb211c80319c, 00000000000000008448eb211c80319c" })
	void tellsTheCurrentTrace(String traceId, String requestId) {
		assertThat(within(traceId)).isEqualTo(requestId);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0000000000000000", "00000000000000000000000000000000", "8448EB211C80319C",
			"0af7651916cd43dd8448eb211c80319c0", "not-an-id" })
	void takesNoIdThatTheGateWouldNotKnowAsOne(String traceId) {
		assertThat(within(traceId)).isNull();
	}

	@Test
	void tellsNothingOutsideOfATrace() {
		assertThat(new TraceIds(this.tracer).get()).isNull();
		assertThat(new TraceIds(Tracer.NOOP).get()).isNull();
	}

	private String within(String traceId) {
		var span = this.tracer.nextSpan();
		span.context().setTraceId(traceId);
		try (Tracer.SpanInScope scope = this.tracer.withSpan(span)) {
			assertThat(scope).isNotNull();
			return new TraceIds(this.tracer).get();
		}
	}

}
