package ai.vluna.spring.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.StructuralFingerprint;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for operations with nothing inside, such as the calls of a model.
 */
class LeafOperationTests {

	private static final Operation LEAF = Gating.describe().featureCode("model").absorbable(true).leaf(true).build();

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	@ParameterizedTest
	@EnumSource
	void leaveReportsToTheOperationAround(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		template.execute(Gating.operation(), () -> shape.start(template, LEAF, () -> {
			assertThat(UsageReporter.report(Usage.of(9))).isTrue();
			return 3;
		}).join().toString());
		assertThat(this.gate.commit().onlySent().body()).contains("llm.chat", "\"quantity_minor\":\"9\"");
	}

	@ParameterizedTest
	@EnumSource
	void takeNoReportsThemselves(Shape shape) throws Throwable {
		shape.run(this.gating.template(), LEAF, () -> {
			assertThat(UsageReporter.report(Usage.of(9))).isFalse();
			return 3;
		});
		this.gating.listener.awaitAllSettled();
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"3\"");
	}

	@ParameterizedTest
	@EnumSource
	void leaveOperationsInsideToTheOperationAround(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		Operation inner = LEAF.mutate().featureCode("inner").build();
		shape.run(template, LEAF, () -> template.execute(inner, () -> 4) - 1);
		this.gating.listener.awaitAllSettled();
		assertThat(this.gate.commit().sent()).extracting(FakeGate.Sent::body)
			.satisfiesExactly((first) -> assertThat(first).contains("inner", "\"quantity_minor\":\"4\""),
					(second) -> assertThat(second).contains("model", "\"quantity_minor\":\"3\""));
	}

	@ParameterizedTest
	@EnumSource
	void areNotWhatTheRequestStandsForThatBroughtAKey(Shape shape) throws Throwable {
		InMemoryKeyMemory memory = new InMemoryKeyMemory(Clock.fixed(Gating.NOW, ZoneOffset.UTC), Duration.ofHours(1),
				100);
		Gating inbound = new Gating()
			.callerKeys(new CallerKeys(memory, new StructuralFingerprint(), (context) -> "key-1"));
		BillingTemplate template = inbound.template();
		shape.run(template, LEAF, () -> 3);
		shape.run(template, LEAF, () -> 3);
		inbound.listener.awaitAllSettled();
		assertThat(inbound.gate.commit().sent()).hasSize(2);
	}

}
