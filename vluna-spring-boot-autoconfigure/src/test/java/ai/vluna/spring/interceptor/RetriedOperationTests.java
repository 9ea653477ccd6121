package ai.vluna.spring.interceptor;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for billed methods that Spring calls again, {@link OuterRetry}.
 */
class RetriedOperationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final Work work = new Work();

	@AfterEach
	void close() {
		this.context.close();
	}

	@ParameterizedTest
	@EnumSource
	void needOneLeaseAndOneChargeForAllAttempts(Call call) {
		start(Retried.class).failTimes(2);
		assertThat(call.on(retried())).isEqualTo(3);
		this.gating.listener.awaitAllSettled();
		assertThat(this.work.calls).hasValue(3);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).quantityMinor()).isEqualTo("3");
	}

	@ParameterizedTest
	@EnumSource
	void leaveTheLeaseOpenAfterTheLastAttempt(Call call) {
		start(Retried.class).failTimes(10);
		assertThatIllegalStateException().isThrownBy(() -> call.on(retried())).withMessage("failed");
		assertThat(this.work.calls).hasValue(4);
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.gating.listener.admitted()).hasSize(4)
			.allSatisfy((lease) -> assertThat(lease.state()).isEqualTo(Lease.State.LEFT_OPEN));
	}

	@ParameterizedTest
	@EnumSource
	void areNotDeniedOverTheNetworkTwice(Call call) {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		start(Retried.class);
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> call.on(retried()));
		assertThat(this.work.calls).hasValue(0);
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@ParameterizedTest
	@EnumSource
	void keepCallsApart(Call call) {
		start(Retried.class).failTimes(1);
		call.on(retried());
		call.on(retried());
		this.gating.listener.awaitAllSettled();
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).hasSize(2).doesNotHaveDuplicates();
		assertThat(this.gate.commit().sent()).hasSize(2);
	}

	@Test
	void keepSubscriptionsToOnePublisherApart() {
		start(Retried.class).failTimes(1);
		Mono<Integer> mono = retried().mono();
		assertThat(mono.repeat(1).collectList().block(TIMEOUT)).containsExactly(3, 3);
		assertThat(this.gate.commit().sent()).extracting((commit) -> commit.request(CommitRequest.class).leaseToken())
			.containsExactly("lease.1", "lease.3");
	}

	@Test
	void areNotMistakenForPlainRetries() {
		start(Plain.class).failTimes(2);
		Plain plain = this.context.getBean(Plain.class);
		assertThat(plain.flux().retry(2).blockLast(TIMEOUT)).isEqualTo(3);
		this.gating.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactlyInAnyOrder("authorize", "cancel", "authorize", "cancel",
				"authorize", "commits");
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).doesNotHaveDuplicates();
	}

	@Test
	void areKnownByTheAnnotationOfTheClass() {
		start(RetriedClass.class);
		RetriedClass bean = this.context.getBean(RetriedClass.class);
		this.work.failTimes(2);
		assertThat(bean.value()).isEqualTo(3);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	@Test
	void goOnInTheBackground() {
		start(Retried.class).failTimes(2);
		assertThat(retried().background()).succeedsWithin(TIMEOUT).isEqualTo(3);
		assertThat(this.work.calls).hasValue(3);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	@Test
	void areNotMadeForAFutureThatFails() {
		start(Retried.class).failTimes(1);
		assertThat(retried().failing()).failsWithin(TIMEOUT);
		assertThat(this.work.calls).hasValue(1);
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@Test
	void areNotSharedByCallsWithinAnAttempt() {
		start(Retried.class, Nested.class).failTimes(1);
		assertThat(this.context.getBean(Nested.class).call()).isEqualTo(3);
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits", "commits");
	}

	@ParameterizedTest
	@ValueSource(classes = { PartOfFailure.class, PartOfInterruption.class })
	void areNotCommittedInPart(Class<?> type) {
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> start(type))
			.havingRootCause()
			.isInstanceOf(InvalidBilledOperationException.class)
			.withMessageContaining("under @Retryable the commit of a failed attempt would make a duplicate")
			.withMessageContaining("remove @Retryable");
	}

	private Work start(Class<?>... beans) {
		this.context.registerBean("billingTemplate", BillingTemplate.class, this.gating::template);
		this.context.registerBean(Work.class, () -> this.work);
		this.context.register(BillingInfrastructure.class, Resilience.class);
		this.context.register(beans);
		this.context.refresh();
		return this.work;
	}

	private Retried retried() {
		return this.context.getBean(Retried.class);
	}

	/**
	 * The ways of calling a method.
	 */
	enum Call {

		VALUE {

			@Override
			Object on(Retried retried) {
				return retried.value();
			}

		},

		MONO {

			@Override
			Object on(Retried retried) {
				return retried.mono().onErrorMap(Exceptions::isRetryExhausted, Throwable::getCause).block(TIMEOUT);
			}

		},

		FLUX {

			@Override
			Object on(Retried retried) {
				return retried.flux().onErrorMap(Exceptions::isRetryExhausted, Throwable::getCause).blockLast(TIMEOUT);
			}

		},

		FLOW {

			@Override
			Object on(Retried retried) {
				return JdkFlowAdapter.flowPublisherToFlux(retried.flow())
					.onErrorMap(Exceptions::isRetryExhausted, Throwable::getCause)
					.blockLast(TIMEOUT);
			}

		},

		FUTURE {

			@Override
			Object on(Retried retried) {
				try {
					return retried.future().join();
				}
				catch (CompletionException ex) {
					throw (RuntimeException) ex.getCause();
				}
			}

		};

		abstract Object on(Retried retried);

	}

	/**
	 * Work that fails as often as it is told to.
	 */
	public static class Work {

		private final AtomicInteger failures = new AtomicInteger();

		private final AtomicInteger calls = new AtomicInteger();

		private void failTimes(int failures) {
			this.failures.set(failures);
		}

		private int perform() {
			this.calls.incrementAndGet();
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("failed");
			}
			return 3;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@BilledOperation(feature = "llm.chat", principal = "'acme'", user = "'alice'")
	@interface Billed {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Retryable(delay = 1)
	@interface Again {

	}

	public static class Retried {

		private final Work work;

		Retried(Work work) {
			this.work = work;
		}

		@Again
		@Billed
		public int value() {
			return this.work.perform();
		}

		@Again
		@Billed
		public Mono<Integer> mono() {
			return Mono.fromCallable(this.work::perform);
		}

		@Again
		@Billed
		public Flux<Integer> flux() {
			return Flux.defer(() -> Flux.just(this.work.perform()));
		}

		@Again
		@Billed
		public Flow.Publisher<Integer> flow() {
			return JdkFlowAdapter.publisherToFlowPublisher(flux(this.work));
		}

		@Again
		@Billed
		public CompletableFuture<Integer> future() {
			return CompletableFuture.completedFuture(this.work.perform());
		}

		@Again
		@Billed
		public CompletableFuture<Integer> failing() {
			return CompletableFuture.supplyAsync(this.work::perform);
		}

		@Async
		@Again
		@Billed
		public CompletableFuture<Integer> background() {
			return CompletableFuture.completedFuture(this.work.perform());
		}

		private static Flux<Integer> flux(Work work) {
			return Flux.defer(() -> Flux.just(work.perform()));
		}

	}

	public static class Plain {

		private final Work work;

		Plain(Work work) {
			this.work = work;
		}

		@Billed
		public Flux<Integer> flux() {
			return Flux.just(this.work.perform());
		}

	}

	@Again
	@Billed
	public static class RetriedClass {

		private final Work work;

		RetriedClass(Work work) {
			this.work = work;
		}

		public int value() {
			return this.work.perform();
		}

	}

	public static class Nested {

		private final Work work;

		private final Retried retried;

		Nested(Work work, Retried retried) {
			this.work = work;
			this.retried = retried;
		}

		@Again
		@Billed
		public int call() {
			int inner = this.retried.value();
			this.work.perform();
			return inner;
		}

	}

	public static class PartOfFailure {

		@Again
		@BilledOperation(feature = "llm.chat", onFailure = OnFailure.COMMIT_OBSERVED)
		public void work() {
		}

	}

	public static class PartOfInterruption {

		@Again
		@BilledOperation(feature = "llm.chat", onInterruption = OnInterruption.COMMIT_OBSERVED)
		public void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableResilientMethods
	static class Resilience {

	}

}
