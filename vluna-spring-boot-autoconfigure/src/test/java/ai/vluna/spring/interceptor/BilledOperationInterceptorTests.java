package ai.vluna.spring.interceptor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.UsageExtractors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link BilledOperationInterceptor}, each shape with each end.
 */
class BilledOperationInterceptorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final RecordingTemplate template = new RecordingTemplate();

	private final Service service = new Service();

	private final Work work = proxy(this.service, false);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void billsValues(boolean classProxy) throws IOException {
		Work work = proxy(this.service, classProxy);
		this.service.outcome = "done";
		assertThat(work.value("in")).isEqualTo("done");
		assertThat(this.template.events).containsExactly("value", "commit");
		assertThat(this.template.operation().featureCode()).isEqualTo("work");
	}

	@Test
	void billsNullValues() throws IOException {
		assertThat(this.work.value("in")).isNull();
		assertThat(this.template.events).containsExactly("value", "commit");
	}

	@Test
	void billsMethodsWithoutValue() {
		this.work.nothing();
		assertThat(this.service.calls).hasValue(1);
		assertThat(this.template.events).containsExactly("value", "commit");
	}

	@Test
	void leavesCheckedExceptionsAsTheyAre() {
		IOException failure = new IOException("disk");
		this.service.outcome = failure;
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.work.value("in")).isSameAs(failure);
		assertThat(this.template.events).containsExactly("value", "cancel");
	}

	@Test
	void doesNotStartDeniedWork() {
		this.template.denying = true;
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(this.work::nothing);
		assertThat(this.service.calls).hasValue(0);
	}

	@Test
	void sharesOneOperationAmongAllCallsOfALiteralMethod() {
		this.work.nothing();
		this.work.nothing();
		assertThat(this.template.operations.get(0)).isSameAs(this.template.operations.get(1));
	}

	@Test
	void letsNoFirstCallWaitForAnother() {
		CountDownLatch called = new CountDownLatch(1);
		AtomicBoolean first = new AtomicBoolean(true);
		Work work = proxy(this.service, false, () -> {
			if (first.getAndSet(false)) {
				assertThatNoException().isThrownBy(() -> assertThat(called.await(5, TimeUnit.SECONDS)).isTrue());
			}
			return this.template;
		});
		CompletableFuture<Void> slow = CompletableFuture.runAsync(work::nothing);
		await().until(() -> !first.get());
		work.nothing();
		called.countDown();
		assertThat(slow).succeedsWithin(TIMEOUT);
	}

	@Test
	void leavesOtherMethodsAlone() {
		assertThat(this.work.free()).isEqualTo("free");
		assertThat(this.template.events).isEmpty();
	}

	@Test
	void acceptsAnyValueOfAMethodThatDeclaresNone() {
		this.service.outcome = 42;
		assertThat(this.work.anything()).isEqualTo(42);
		this.service.outcome = null;
		assertThat(this.work.anything()).isNull();
		assertThat(this.template.events).containsExactly("value", "commit", "value", "commit");
	}

	@Test
	void refusesDeferredWorkOfAMethodThatDoesNotDeclareIt() {
		for (Object deferred : List.of(Mono.just("x"), Flux.empty(), new CompletableFuture<>())) {
			this.service.outcome = deferred;
			assertThatIllegalStateException().isThrownBy(this.work::anything).withMessageContaining("declare the type");
		}
		assertThat(this.template.events).doesNotContain("commit");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void billsFutures(boolean classProxy) {
		Work work = proxy(this.service, classProxy);
		CompletableFuture<String> source = new CompletableFuture<>();
		this.service.outcome = source;
		CompletableFuture<String> result = work.future();
		assertThat(this.template.events).containsExactly("future");
		source.complete("done");
		assertThat(result).isCompletedWithValue("done");
		assertThat(this.template.events).containsExactly("future", "commit");
	}

	@Test
	void billsStages() {
		this.service.outcome = CompletableFuture.completedFuture("done");
		assertThat(this.work.stage()).isCompletedWithValue("done");
		assertThat(this.template.events).containsExactly("future", "commit");
	}

	@Test
	void toleratesNullFutures() {
		assertThat(this.work.future()).isCompletedWithValue(null);
		assertThat(this.template.events).containsExactly("future", "commit");
	}

	@Test
	void passesFailuresOfFuturesOn() {
		this.service.outcome = CompletableFuture.failedFuture(new IOException("disk"));
		assertThat(this.work.future()).isCompletedExceptionally();
		assertThat(this.template.events).containsExactly("future", "cancel");
	}

	@Test
	void failsTheFutureWhenTheMethodThrows() {
		IllegalStateException failure = new IllegalStateException("assembly");
		this.service.outcome = failure;
		assertThat(this.work.future()).failsWithin(TIMEOUT).withThrowableThat().withCause(failure);
		assertThat(this.template.events).containsExactly("future", "cancel");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void billsMonosOnSubscription(boolean classProxy) {
		this.service.outcome = Mono.just("done");
		Mono<String> mono = proxy(this.service, classProxy).mono("in");
		assertThat(this.service.calls).hasValue(0);
		assertThat(this.template.events).isEmpty();
		StepVerifier.create(mono).expectNext("done").expectComplete().verify(TIMEOUT);
		assertThat(this.template.events).containsExactly("mono", "commit");
	}

	@Test
	void callsTheMethodAnewForEachSubscription() {
		this.service.outcome = Mono.just("done");
		Mono<String> mono = this.work.mono("in");
		StepVerifier.create(mono.repeat(1)).expectNext("done", "done").expectComplete().verify(TIMEOUT);
		assertThat(this.service.calls).hasValue(2);
		assertThat(this.template.operations).hasSize(2);
	}

	@Test
	void toleratesEmptyAndNullPublishers() {
		this.service.outcome = Mono.empty();
		StepVerifier.create(this.work.mono("in")).expectComplete().verify(TIMEOUT);
		this.service.outcome = null;
		StepVerifier.create(this.work.mono("in")).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.work.flux()).expectComplete().verify(TIMEOUT);
		StepVerifier.create(JdkFlowAdapter.flowPublisherToFlux(this.work.flow())).expectComplete().verify(TIMEOUT);
		assertThat(this.template.events).containsExactly("mono", "commit", "mono", "commit", "flux", "commit", "flux",
				"commit");
	}

	@Test
	void turnsWhatTheMethodThrowsIntoAnErrorOfTheSubscription() {
		IOException failure = new IOException("assembly");
		this.service.outcome = failure;
		Mono<String> mono = this.work.mono("in");
		StepVerifier.create(mono).expectErrorMatches(failure::equals).verify(TIMEOUT);
		StepVerifier.create(this.work.flux()).expectErrorMatches(failure::equals).verify(TIMEOUT);
		assertThat(this.template.events).containsExactly("mono", "cancel", "flux", "cancel");
	}

	@Test
	void passesErrorsOfPublishersOn() {
		IOException failure = new IOException("later");
		this.service.outcome = Flux.concat(Flux.just("a"), Flux.error(failure));
		StepVerifier.create(this.work.flux()).expectNext("a").expectErrorMatches(failure::equals).verify(TIMEOUT);
		assertThat(this.template.events).containsExactly("flux", "cancel");
	}

	@Test
	void billsFluxesAndPublishersOnSubscription() {
		this.service.outcome = Flux.just("a", "b");
		Flux<String> flux = this.work.flux();
		assertThat(this.template.events).isEmpty();
		StepVerifier.create(flux).expectNext("a", "b").expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.work.publisher()).expectNext("a", "b").expectComplete().verify(TIMEOUT);
		assertThat(this.template.events).containsExactly("flux", "commit", "flux", "commit");
	}

	@Test
	void adaptsOtherReactiveTypes() {
		this.service.outcome = JdkFlowAdapter.publisherToFlowPublisher(Flux.just("a", "b"));
		Flow.Publisher<String> publisher = this.work.flow();
		assertThat(this.service.calls).hasValue(0);
		StepVerifier.create(JdkFlowAdapter.flowPublisherToFlux(publisher))
			.expectNext("a", "b")
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.template.events).containsExactly("flux", "commit");
	}

	@Test
	void evaluatesTheArgumentsOfEachCall() throws IOException {
		this.work.value("first");
		this.work.value("second");
		assertThat(this.template.operations).extracting((operation) -> operation.labels().get("input"))
			.containsExactly("first", "second");
	}

	private Work proxy(Service service, boolean classProxy) {
		return proxy(service, classProxy, () -> this.template);
	}

	private static Work proxy(Service service, boolean classProxy, Supplier<BillingTemplate> template) {
		BilledOperationSource source = new BilledOperationSource(new DefaultListableBeanFactory(),
				() -> new UsageExtractors(List.of()), new BillingDefaults(OperationPolicy.DEFAULT, true, false),
				new Misuses(null));
		ProxyFactory factory = new ProxyFactory(service);
		factory.setProxyTargetClass(classProxy);
		factory.addAdvisor(new BilledOperationAdvisor(source, new BilledOperationInterceptor(source, template)));
		return (Work) factory.getProxy();
	}

	interface Work {

		@Nullable String value(String input) throws IOException;

		void nothing();

		String free();

		@Nullable Object anything();

		CompletableFuture<String> future();

		CompletionStage<String> stage();

		Mono<String> mono(String input);

		Flux<String> flux();

		Publisher<String> publisher();

		Flow.Publisher<String> flow();

	}

	static class Service implements Work {

		final AtomicInteger calls = new AtomicInteger();

		@Nullable Object outcome;

		@Override
		@BilledOperation(feature = "work", labels = "input=#{#input}")
		public @Nullable String value(String input) throws IOException {
			if (this.outcome instanceof IOException failure) {
				throw failure;
			}
			return outcome();
		}

		@Override
		@BilledOperation("work")
		public void nothing() {
			outcome();
		}

		@Override
		public String free() {
			return "free";
		}

		@Override
		@BilledOperation("work")
		public @Nullable Object anything() {
			return outcome();
		}

		@Override
		@BilledOperation("work")
		public CompletableFuture<String> future() {
			return outcome();
		}

		@Override
		@BilledOperation("work")
		public CompletionStage<String> stage() {
			return outcome();
		}

		@Override
		@BilledOperation("work")
		public Mono<String> mono(String input) {
			return outcome();
		}

		@Override
		@BilledOperation("work")
		public Flux<String> flux() {
			return outcome();
		}

		@Override
		@BilledOperation("work")
		public Publisher<String> publisher() {
			return outcome();
		}

		@Override
		@BilledOperation("work")
		public Flow.Publisher<String> flow() {
			return outcome();
		}

		@SuppressWarnings("unchecked")
		private <T, E extends Throwable> T outcome() throws E {
			this.calls.incrementAndGet();
			if (this.outcome instanceof Throwable failure) {
				throw (E) failure;
			}
			return (T) this.outcome;
		}

	}

}
