package ai.vluna.spring.gate;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for calls inside an operation that are billable themselves, such as those of a
 * model.
 */
class InnerCallTests {

	private static final Operation INNER = Gating.describe().featureCode("model").absorbable(true).build();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final BillingTemplate template = this.gating.template();

	@ParameterizedTest
	@EnumSource
	void addUpToTheUsageOfTheOperation(Shape shape) throws Throwable {
		shape.run(this.template, Gating.operation(), () -> {
			for (Shape inner : Shape.values()) {
				inner.start(this.template, INNER, () -> 10).join();
			}
			return "text";
		});
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().body()).contains("llm.chat", "\"quantity_minor\":\"60\"");
		assertThat(this.listener.admitted()).extracting(Lease::admission)
			.containsExactly(Admission.GRANTED, Admission.ABSORBED, Admission.ABSORBED, Admission.ABSORBED,
					Admission.ABSORBED, Admission.ABSORBED, Admission.ABSORBED);
	}

	@Test
	void areFoundThroughTheReactorContext() {
		Mono<Integer> model = this.template.executeMono(INNER, () -> Mono.just(10));
		Flux<String> outer = this.template.executeFlux(Gating.operation(),
				() -> Flux.just("a", "b").publishOn(Schedulers.parallel()).concatMap((text) -> model.thenReturn(text)));
		assertThat(outer.collectList().block()).containsExactly("a", "b");
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"20\"");
	}

	@Test
	void areNotAddedToAnotherSource() throws Throwable {
		Shape.BLOCKING.run(this.template, Gating.operation(), () -> {
			this.template.execute(INNER, () -> 10);
			return 3;
		});
		Shape.BLOCKING.run(this.template, Gating.operation(), () -> {
			this.template.execute(INNER, () -> 10);
			UsageReporter.report(Usage.of(4));
			return "text";
		});
		assertThat(this.gate.commit().sent()).extracting(FakeGate.Sent::body)
			.satisfiesExactly((extracted) -> assertThat(extracted).contains("\"quantity_minor\":\"3\""),
					(reported) -> assertThat(reported).contains("\"quantity_minor\":\"4\""));
	}

	@Test
	void leaveTheirMetersBehind() {
		Operation metered = INNER.mutate()
			.usageExtractors(List.of((value) -> Usage.of(10).withMeter("model.in", 7)))
			.build();
		this.template.execute(Gating.operation(), () -> this.template.execute(metered, () -> "text"));
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"10\"")
			.doesNotContain("model.in");
	}

	@Test
	void areBilledThemselvesWhereTheyAreSeparate() {
		Operation outer = Gating.operation(Policies.with(OnInnerCall.SEPARATE));
		this.template.execute(outer, () -> {
			this.template.execute(INNER, () -> 10);
			return 3;
		});
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits", "commits");
	}

	@Test
	void areOnlyThoseThatMayBeAbsorbed() {
		this.template.execute(Gating.operation(), () -> {
			this.template.execute(Gating.operation(), () -> 10);
			return 3;
		});
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits", "commits");
	}

	@Test
	void areBilledThemselvesOutsideAnOperation() {
		this.template.execute(INNER, () -> 10);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	@Test
	void areBilledThemselvesOnThreadsThatDoNotKnowTheOperation() {
		this.template.execute(Gating.operation(), () -> {
			CompletableFuture.runAsync(() -> this.template.execute(INNER, () -> 10)).join();
			return 3;
		});
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits", "commits");
	}

	@Test
	void countOnceForTheInnermostOfThem() {
		this.template.execute(Gating.operation(), () -> {
			this.template.execute(INNER, () -> {
				this.template.execute(INNER, () -> 10);
				return 12;
			});
			this.template.execute(INNER, () -> this.template.execute(INNER, () -> 10).toString());
			return "text";
		});
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"22\"");
	}

	@Test
	void tellNothingWhenTheyFailUnlessThePolicySaysSo() {
		Operation observed = INNER.mutate().policy(Policies.with(OnFailure.COMMIT_OBSERVED)).build();
		this.template.execute(Gating.operation(), () -> {
			failAfterReporting(INNER, 10);
			failAfterReporting(observed, 7);
			return "text";
		});
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"7\"");
	}

	@Test
	void areMeasuredWithAnOperationThatIsOnlyMeasured() {
		Operation shadow = Gating.operation(Policies.with(BillingMode.SHADOW));
		this.template.execute(shadow, () -> this.template.execute(INNER, () -> 10).toString());
		assertThat(this.gate.paths()).isEmpty();
		assertThat(this.listener.settledOf(this.listener.admitted().get(0)))
			.containsExactly(new RecordingListener.Settled(SettlementResult.MEASURED, Usage.of(10)));
	}

	@Test
	void thatEndLateAreBookedUnderTheNameOfTheOperation() {
		CompletableFuture<Integer> slow = new CompletableFuture<>();
		this.template.execute(Gating.operation(), () -> {
			this.template.executeAsync(INNER, () -> slow);
			this.template.execute(INNER, () -> 10);
			return "text";
		});
		slow.complete(5);
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"10\"");
		assertThat(this.gate.ingest().onlySent().body()).contains("llm.chat", "\"quantity_minor\":\"5\"");
		assertThat(this.listener.settledOf(this.listener.admitted().get(1)))
			.containsExactly(new RecordingListener.Settled(SettlementResult.LATE, Usage.of(5)));
	}

	@Test
	void thatEndLateInsideOthersAreBookedToo() {
		CompletableFuture<Integer> slow = new CompletableFuture<>();
		this.template.execute(Gating.operation(), () -> {
			this.template.execute(INNER, () -> {
				this.template.executeAsync(INNER, () -> slow);
				return this.template.execute(INNER, () -> 10).toString();
			});
			return "text";
		});
		slow.complete(5);
		assertThat(this.gate.ingest().onlySent().body()).contains("llm.chat", "\"quantity_minor\":\"5\"");
	}

	@Test
	void thatEndLateAreForgottenWhereTheyWereNotTheSource() {
		CompletableFuture<Integer> slow = new CompletableFuture<>();
		this.template.execute(Gating.operation(), () -> {
			this.template.executeAsync(INNER, () -> slow);
			return 3;
		});
		slow.complete(5);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		this.listener.verifyAllSettled();
	}

	@Test
	void thatEndLateAreForgottenWhereTheOperationFailed() {
		CompletableFuture<Integer> slow = new CompletableFuture<>();
		assertThatIllegalStateException().isThrownBy(() -> this.template.execute(Gating.operation(), () -> {
			this.template.executeAsync(INNER, () -> slow);
			this.template.execute(INNER, () -> 10);
			throw new IllegalStateException("failed");
		}));
		slow.complete(5);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.listener.verifyAllSettled();
	}

	@Test
	void thatStartLateAreBilledThemselves() {
		AtomicReference<Mono<Integer>> kept = new AtomicReference<>();
		this.template.execute(Gating.operation(), () -> {
			kept.set(this.template.executeMono(INNER, () -> Mono.just(10)));
			return 3;
		});
		assertThat(kept.get().block()).isEqualTo(10);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits", "authorize", "commits");
	}

	@Test
	void loseNothingWhenTheyEndTogetherWithTheOperation() {
		for (int round = 0; round < 200; round++) {
			CompletableFuture<Integer> start = new CompletableFuture<>();
			this.template.execute(Gating.operation(), () -> {
				this.template.execute(INNER, () -> 1);
				for (int i = 0; i < 4; i++) {
					this.template.executeAsync(INNER, () -> start.thenApplyAsync((value) -> value));
				}
				start.complete(1);
				return "text";
			});
		}
		await().untilAsserted(() -> assertThat(charged()).isEqualTo(1_000));
	}

	private long charged() {
		return Stream.of(this.gate.commit(), this.gate.ingest())
			.flatMap((endpoint) -> endpoint.sent().stream())
			.mapToLong((request) -> JSON.readTree(request.body()).get("quantity_minor").asLong())
			.sum();
	}

	private void failAfterReporting(Operation operation, long quantity) {
		assertThatIllegalStateException().isThrownBy(() -> this.template.execute(operation, () -> {
			UsageReporter.report(Usage.of(quantity));
			throw new IllegalStateException("failed");
		}));
	}

}
