package ai.vluna.spring.interceptor.shape;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.interceptor.BilledOperationAdvisor;
import ai.vluna.spring.interceptor.BilledOperationInterceptor;
import ai.vluna.spring.interceptor.BilledOperationSource;
import ai.vluna.spring.interceptor.BillingDefaults;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractors;
import ai.vluna.spring.usage.UsageReporter;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the types of RxJava, each with each of its ends.
 */
class RxJavaShapeTests {

	private final Gating gating = new Gating().paidByAlice();

	private final Work target = new Work();

	private final Work work = proxy();

	@AfterEach
	void verify() {
		this.gating.listener.awaitAllSettled();
	}

	@ParameterizedTest
	@EnumSource
	void chargesEachSubscription(Type type) {
		Flowable<?> elements = type.elements(this.work);
		assertThat(this.gating.gate.paths()).isEmpty();
		finish(elements).assertComplete();
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "commits");
		finish(elements).assertComplete();
		assertThat(this.gating.gate.commit().sent()).hasSize(2)
			.allSatisfy((commit) -> assertThat(commit.body()).contains("\"quantity_minor\":\"3\""));
	}

	@ParameterizedTest
	@EnumSource
	void cancelsWhenTheWorkFails(Type type) {
		this.target.source = Flowable.error(new ArithmeticException("miscounted"));
		finish(type.elements(this.work)).assertError(ArithmeticException.class);
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
	}

	@ParameterizedTest
	@EnumSource
	void cancelsWhenTheSubscriberLeaves(Type type) {
		this.target.source = Flowable.never();
		Disposable subscription = type.elements(this.work).subscribe();
		assertThat(this.gating.gate.paths()).containsExactly("authorize");
		subscription.dispose();
		this.gating.listener.awaitAllSettled();
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
	}

	@ParameterizedTest
	@EnumSource
	void cancelsWhenNoUsageIsTold(Type type) {
		this.target.source = Flowable.just("text");
		finish(type.elements(this.work)).assertComplete();
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.gating.listener.withoutUsage()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotStartDeniedWork(Type type) {
		this.gating.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		finish(type.elements(this.work)).assertError(BillingDeniedException.class);
		assertThat(this.gating.gate.paths()).containsExactly("authorize");
	}

	private static TestSubscriber<?> finish(Flowable<?> elements) {
		TestSubscriber<?> subscriber = elements.test();
		assertThat(subscriber.awaitDone(5, TimeUnit.SECONDS).isCancelled()).isFalse();
		return subscriber;
	}

	private Work proxy() {
		BilledOperationSource source = new BilledOperationSource(new DefaultListableBeanFactory(),
				() -> new UsageExtractors(List.of()), new BillingDefaults(OperationPolicy.DEFAULT, true, false),
				new Misuses(null));
		ProxyFactory factory = new ProxyFactory(this.target);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(
				new BilledOperationAdvisor(source, new BilledOperationInterceptor(source, this.gating::template)));
		return (Work) factory.getProxy();
	}

	/**
	 * What every type can be seen as.
	 */
	enum Type {

		FLOWABLE(Work::flowable), OBSERVABLE((work) -> work.observable().toFlowable(BackpressureStrategy.BUFFER)),
		SINGLE((work) -> work.single().toFlowable()), MAYBE((work) -> work.maybe().toFlowable()),
		COMPLETABLE((work) -> work.completable().toFlowable());

		private final Function<Work, Flowable<?>> elements;

		Type(Function<Work, Flowable<?>> elements) {
			this.elements = elements;
		}

		Flowable<?> elements(Work work) {
			return this.elements.apply(work);
		}

	}

	/**
	 * Work in every type.
	 */
	static class Work {

		Flowable<Object> source = Flowable.just(3);

		@BilledOperation("work")
		Flowable<Object> flowable() {
			return this.source;
		}

		@BilledOperation("work")
		Observable<Object> observable() {
			return this.source.toObservable();
		}

		@BilledOperation("work")
		Single<Object> single() {
			return this.source.firstOrError();
		}

		@BilledOperation("work")
		Maybe<Object> maybe() {
			return this.source.firstElement();
		}

		@BilledOperation("work")
		Completable completable() {
			return this.source.doOnNext(Work::report).ignoreElements();
		}

		private static void report(Object element) {
			if (element instanceof Integer quantity) {
				UsageReporter.report(Usage.of(quantity));
			}
		}

	}

}
