package ai.vluna.spring.context;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.OverridingClassLoader;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the way of a bound subject over threads, and for {@link CallerSnapshot}.
 */
class SubjectPropagationTests {

	private static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	private static final BillingSubject BOB = BillingSubject.of("globex", "bob");

	private static final SubjectResolution RESOLUTION = new SubjectResolution(List.of());

	private final ExecutorService pool = Executors.newSingleThreadExecutor();

	@AfterEach
	void closePool() {
		Hooks.disableAutomaticContextPropagation();
		this.pool.shutdownNow();
	}

	@Test
	void followsAsyncMethodsWithThePropagatingDecorator() throws Exception {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(AsyncConfig.class)) {
			AsyncWork work = context.getBean(AsyncWork.class);
			assertThat(get(BillingSubjects.with(ALICE, work::whoPays))).isEqualTo(ALICE);
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> get(work.whoPays()))
				.withRootCauseInstanceOf(MissingBillingSubjectException.class);
		}
	}

	@Test
	void followsAWrappedExecutorServiceAndLeavesItsThreadsClean() throws Exception {
		ExecutorService wrapped = ContextExecutorService.wrap(this.pool,
				ContextSnapshotFactory.builder().clearMissing(true).build());
		assertThat(get(BillingSubjects.with(ALICE, () -> wrapped.submit(SubjectPropagationTests::whoPays))))
			.isEqualTo(ALICE);
		assertThat(get(this.pool.submit(BillingSubjects::current))).isNull();
	}

	@Test
	void doesNotFollowAPlainFuture() throws Exception {
		CompletableFuture<?> future = BillingSubjects.with(ALICE,
				() -> CompletableFuture.supplyAsync(SubjectPropagationTests::whoPays, this.pool));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> get(future))
			.withRootCauseInstanceOf(MissingBillingSubjectException.class);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void followsVirtualThreads() throws Exception {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("virtual-");
		executor.setVirtualThreads(true);
		executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
		try (executor) {
			Callable<BillingSubject> task = SubjectPropagationTests::whoPays;
			assertThat(get(BillingSubjects.with(ALICE, () -> executor.submit(task)))).isEqualTo(ALICE);
		}
	}

	@Test
	void followsReactorWithAutomaticPropagation() throws Exception {
		Hooks.enableAutomaticContextPropagation();
		Mono<BillingSubject> onAnotherThread = Mono.fromCallable(SubjectPropagationTests::whoPays)
			.subscribeOn(Schedulers.boundedElastic());
		assertThat(BillingSubjects.with(ALICE, () -> onAnotherThread.block(Duration.ofSeconds(5)))).isEqualTo(ALICE);
		assertThat(onAnotherThread.contextWrite(BillingSubjects.write(BOB)).block(Duration.ofSeconds(5)))
			.isEqualTo(BOB);
	}

	@Test
	void followsTheReactorContextWithoutAutomaticPropagation() {
		Mono<BillingSubject> onAnotherThread = Mono
			.deferContextual((context) -> RESOLUTION.resolve(BillingIdentity.UNKNOWN, context))
			.subscribeOn(Schedulers.boundedElastic());
		assertThat(onAnotherThread.contextWrite(BillingSubjects.write(BOB)).block(Duration.ofSeconds(5)))
			.isEqualTo(BOB);
	}

	@Test
	void isTakenFromTheThreadThatSubscribes() throws Exception {
		Mono<BillingSubject> captured = Mono
			.deferContextual((context) -> RESOLUTION.resolve(BillingIdentity.UNKNOWN, context))
			.subscribeOn(Schedulers.boundedElastic())
			.contextCapture();
		assertThat(BillingSubjects.with(ALICE, () -> captured.block(Duration.ofSeconds(5)))).isEqualTo(ALICE);
	}

	@Test
	void callerContextIsRestoredOnAnotherThreadAndTakenAwayAgain() throws Exception {
		CallerSnapshot caller = BillingSubjects.with(ALICE, CallerSnapshot::capture);
		assertThat(get(this.pool.submit(() -> caller.call(BillingSubjects::current)))).isEqualTo(ALICE);
		assertThat(get(this.pool.submit(BillingSubjects::current))).isNull();
	}

	@Test
	void callerContextHidesWhatWasOnTheOtherThread() throws Exception {
		CallerSnapshot caller = CallerSnapshot.capture();
		BillingSubjects.with(BOB, () -> {
			assertThat(caller.<Object>call(BillingSubjects::current)).isNull();
			assertThat(BillingSubjects.current()).isEqualTo(BOB);
		});
	}

	@Test
	void reactorContextWinsOverTheCallers() throws Exception {
		CallerSnapshot caller = BillingSubjects.with(ALICE, CallerSnapshot::capture);
		Context context = BillingSubjects.write(BOB).apply(Context.empty());
		assertThat(caller.at(context).call(BillingSubjects::current)).isEqualTo(BOB);
		assertThat(caller.at(Context.of("other", 1)).call(BillingSubjects::current)).isEqualTo(ALICE);
		assertThat(BillingSubjects.current()).isNull();
	}

	@Test
	void callerContextIsTakenAwayAfterAFailure() throws Exception {
		CallerSnapshot caller = BillingSubjects.with(ALICE, CallerSnapshot::capture);
		assertThatIllegalStateException().isThrownBy(() -> caller.call(() -> {
			throw new IllegalStateException("no");
		}));
		assertThat(BillingSubjects.current()).isNull();
	}

	@Test
	void callerContextCarriesNothingWithoutContextPropagation() throws Exception {
		ClassLoader withoutPropagation = new OverridingClassLoader(getClass().getClassLoader()) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith(CallerSnapshot.class.getName());
			}

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				if (name.startsWith("io.micrometer.context.")) {
					throw new ClassNotFoundException(name);
				}
				return super.loadClass(name, resolve);
			}

		};
		Class<?> type = withoutPropagation.loadClass(CallerSnapshot.class.getName());
		Supplier<String> code = () -> "done";
		Object caller = type.getMethod("capture").invoke(null);
		assertThat(type).isNotSameAs(CallerSnapshot.class);
		assertThat(type.getMethod("call", Supplier.class).invoke(caller, code)).isEqualTo("done");
	}

	private static BillingSubject whoPays() {
		return RESOLUTION.resolve(BillingIdentity.UNKNOWN);
	}

	private static <T> T get(Future<T> future) throws Exception {
		return future.get(5, TimeUnit.SECONDS);
	}

	static class AsyncWork {

		@Async
		CompletableFuture<BillingSubject> whoPays() {
			return CompletableFuture.completedFuture(SubjectPropagationTests.whoPays());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfig {

		@Bean
		AsyncWork asyncWork() {
			return new AsyncWork();
		}

		@Bean
		Executor taskExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
			return executor;
		}

	}

}
