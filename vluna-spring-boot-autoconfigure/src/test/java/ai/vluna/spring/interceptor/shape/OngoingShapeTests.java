package ai.vluna.spring.interceptor.shape;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.interceptor.BilledOperationAdvisor;
import ai.vluna.spring.interceptor.BilledOperationInterceptor;
import ai.vluna.spring.interceptor.BilledOperationSource;
import ai.vluna.spring.interceptor.BillingDefaults;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.shape.Counting.ClosedIterator;
import ai.vluna.spring.interceptor.shape.Counting.Document;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractors;
import ai.vluna.spring.usage.UsageExtractors.Candidate;
import ai.vluna.spring.usage.UsageReporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for results that go on with the work, each with each of its ends.
 */
class OngoingShapeTests {

	private static final int FINAL = 7;

	private final UsageExtractors extractors = new UsageExtractors(
			List.of(new Candidate(OngoingShapeTests::usageOf, Object.class)));

	private final Gating gating = new Gating().paidByAlice().extractor(this.extractors::extract);

	private final Counting target = new Counting();

	private final Counting work = proxy();

	@AfterEach
	void verify() {
		this.gating.listener.awaitAllSettled();
	}

	@ParameterizedTest
	@EnumSource
	void chargesWhatWasUsedAtTheEnd(Kind kind) {
		try (Stream<?> elements = kind.elements(this.work)) {
			assertThat(elements.toList()).hasSize(3);
			assertThat(this.gating.gate.paths()).containsExactly("authorize", "commits");
		}
		assertThat(this.gating.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"3\"");
		assertThat(this.gating.gate.paths()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void cancelsWhenTheWorkFails(Kind kind) {
		ArithmeticException failure = new ArithmeticException("miscounted");
		this.target.elements = List.of(1, failure, 3);
		try (Stream<?> elements = kind.elements(this.work)) {
			assertThatExceptionOfType(ArithmeticException.class).isThrownBy(elements::toList).isSameAs(failure);
		}
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
	}

	@ParameterizedTest
	@EnumSource
	void cancelsWhenTheRestIsNotWanted(Kind kind) {
		try (Stream<?> elements = kind.elements(this.work)) {
			assertThat(elements.iterator().next()).isNotNull();
		}
		this.gating.listener.awaitAllSettled();
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
	}

	@ParameterizedTest
	@EnumSource
	void chargesTheFinalUsageWhenTheRestIsNotWanted(Kind kind) {
		this.target.elements = List.of(FINAL, 0, 0, 0);
		try (Stream<?> elements = kind.elements(this.work)) {
			assertThat(elements.iterator().next()).isNotNull();
		}
		this.gating.listener.awaitAllSettled();
		assertThat(this.gating.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"7\"");
	}

	@ParameterizedTest
	@EnumSource
	void cancelsWhenNoUsageIsTold(Kind kind) {
		this.target.elements = List.of();
		try (Stream<?> elements = kind.elements(this.work)) {
			assertThat(elements.toList()).isEmpty();
		}
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.gating.listener.withoutUsage()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotStartDeniedWork(Kind kind) {
		this.gating.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> kind.elements(this.work).forEach((element) -> assertThat(element).isNull()));
		assertThat(this.gating.gate.paths()).containsExactly("authorize");
	}

	@Test
	void aStreamThatIsClosedTwiceIsSettledOnce() {
		Stream<Object> stream = this.work.stream();
		stream.close();
		stream.close();
		assertThat(this.target.closed).isEqualTo(1);
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void aStreamIsTakenWholeToBeCounted() {
		this.target.elements = IntStream.rangeClosed(1, 100).boxed().toList();
		assertThat(this.work.parallelStream().count()).isEqualTo(100);
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "commits");
	}

	@Test
	void aParallelStreamEndsWithItsLastPart() {
		this.target.elements = Collections.nCopies(1000, 5);
		Stream<Object> stream = this.work.parallelStream();
		assertThat(stream.isParallel()).isTrue();
		assertThat(stream.mapToInt(Integer.class::cast).sum()).isEqualTo(5000);
		assertThat(this.gating.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"5\"");
	}

	@Test
	void anIteratorEndsWhenItIsAskedForTooMuch() {
		this.target.elements = List.of(1);
		Iterator<Object> iterator = this.work.iterator();
		assertThat(iterator.next()).isEqualTo(1);
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "commits");
		assertThat(iterator.hasNext()).isFalse();
	}

	@Test
	void whatIsClosedIsChargedWhenItIsClosed() {
		try (Document document = this.work.document()) {
			assertThat(document.read()).isEqualTo(1);
			assertThat(document.read()).isEqualTo(2);
			assertThat(this.gating.gate.paths()).containsExactly("authorize");
		}
		assertThat(this.target.closed).isEqualTo(1);
		assertThat(this.gating.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"2\"");
	}

	@Test
	void whatIsClosedMayBeAClass() {
		try (Counting.Pages pages = this.work.pages()) {
			assertThat(pages.read()).isEqualTo(1);
		}
		assertThat(this.gating.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"1\"");
	}

	@Test
	void whatIsClosedWithoutUsageIsCancelled() {
		this.work.document().close();
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.gating.listener.withoutUsage()).hasSize(1);
	}

	@Test
	void whatCannotBeClosedIsCancelled() {
		this.target.closing = new ArithmeticException("stuck");
		Document document = this.work.document();
		document.read();
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(document::close);
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void noResultIsAResult() {
		this.target.returning = false;
		assertThat(this.work.stream()).isNull();
		assertThat(this.work.iterator()).isNull();
		assertThat(this.work.document()).isNull();
		assertThat(this.work.entityOfFlux()).isNull();
		assertThat(this.work.entityOfStream().getBody()).isNull();
		assertThat(this.work.monoOfEntityOfFlux().block()).isNull();
		assertThat(this.gating.gate.cancel().sent()).hasSize(6);
	}

	@Test
	void aResponseKeepsStatusAndHeaders() {
		ResponseEntity<Flux<Object>> response = this.work.entityOfFlux();
		assertThat(response.getStatusCode().value()).isEqualTo(202);
		assertThat(response.getHeaders().getFirst("X-Test")).isEqualTo("yes");
		body(response).blockLast();
	}

	@Test
	void aBodyCanBeSubscribedOnce() {
		Flux<Object> body = body(this.work.entityOfFlux());
		body.blockLast();
		assertThatIllegalStateException().isThrownBy(body::blockLast).withMessageContaining("once");
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "commits");
	}

	@Test
	void eachSubscriptionOfAMonoGetsABodyOfItsOwn() {
		body(this.work.monoOfEntityOfFlux().block()).blockLast();
		body(this.work.monoOfEntityOfFlux().repeat(1).blockLast()).blockLast();
		await().until(() -> {
			System.gc();
			return this.gating.gate.cancel().sent().size() == 1;
		});
		assertThat(this.gating.gate.commit().sent()).hasSize(2);
	}

	@Test
	void theBodyOfAValueIsAskedForItsUsage() {
		assertThat(this.work.entity().getBody()).isEqualTo(3);
		assertThat(this.work.monoOfEntity().block().getBody()).isEqualTo(3);
		assertThat(this.work.entityOfMono().getBody().block()).isEqualTo(3);
		assertThat(this.gating.listener.extractionFailures()).isEmpty();
		assertThat(this.gating.gate.commit().sent()).hasSize(3)
			.allSatisfy((commit) -> assertThat(commit.body()).contains("\"quantity_minor\":\"3\""));
	}

	@Test
	void theBodyOfAValueMustNotGoOnUnseen() {
		this.target.elements = List.of(Flux.just(1));
		assertThatIllegalStateException().isThrownBy(this.work::entity).withMessageContaining("declare the type");
		this.target.elements = List.of(Stream.of(1));
		assertThatIllegalStateException().isThrownBy(this.work::entity).withMessageContaining("declare the type");
	}

	@ParameterizedTest
	@EnumSource
	void isCancelledWhenItIsForgotten(Forgotten forgotten) {
		WeakReference<Object> result = new WeakReference<>(forgotten.start.apply(this.work));
		await().untilAsserted(() -> {
			System.gc();
			assertThat(result.get()).isNull();
			assertThat(this.gating.listener.results()).containsExactly(SettlementResult.CANCELLED);
		});
	}

	@Test
	void isNotForgottenWhileItIsSubscribed() {
		Sinks.Many<Object> source = Sinks.many().unicast().onBackpressureBuffer();
		this.target.body = source.asFlux();
		WeakReference<Object> body = new WeakReference<>(subscribed(body(this.work.entityOfFlux())));
		await().until(() -> {
			System.gc();
			return body.get() == null;
		});
		source.tryEmitNext(5).orThrow();
		source.tryEmitComplete().orThrow();
		this.gating.listener.awaitAllSettled();
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void countsWhatTheWorkReportsAndNotWhatItsTakerDoes() {
		this.target.elements = List.of("text");
		this.target.taken = () -> UsageReporter.report(Usage.of(11));
		this.work.stream().forEach((element) -> assertThat(UsageReporter.report(Usage.of(1))).isFalse());
		this.work.iterator().forEachRemaining((element) -> assertThat(UsageReporter.report(Usage.of(1))).isFalse());
		try (Document document = this.work.document()) {
			document.read();
		}
		assertThat(this.gating.gate.commit().sent()).hasSize(3)
			.allSatisfy((commit) -> assertThat(commit.body()).contains("\"quantity_minor\":\"11\""));
	}

	private Counting proxy() {
		BilledOperationSource source = new BilledOperationSource(new DefaultListableBeanFactory(),
				() -> this.extractors, new BillingDefaults(OperationPolicy.DEFAULT, true, false), new Misuses(null));
		ProxyFactory factory = new ProxyFactory(this.target);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(
				new BilledOperationAdvisor(source, new BilledOperationInterceptor(source, this.gating::template)));
		return (Counting) factory.getProxy();
	}

	private static Object subscribed(Flux<?> flux) {
		flux.subscribe();
		return flux;
	}

	private static <T> Flux<T> body(@Nullable ResponseEntity<Flux<T>> response) {
		return Objects.requireNonNull(Objects.requireNonNull(response).getBody());
	}

	private static @Nullable Usage usageOf(Object value) {
		if (value instanceof Number number && number.intValue() > 0) {
			Usage usage = Usage.of(number.intValue());
			return (number.intValue() != FINAL) ? usage : usage.asFinal();
		}
		return (value instanceof Counting.Pages pages) ? usageOf(pages.used()) : null;
	}

	/**
	 * Results that everybody can take as a stream, and leave by closing it.
	 */
	enum Kind {

		STREAM(Counting::stream), INT_STREAM((work) -> work.intStream().boxed()),
		LONG_STREAM((work) -> work.longStream().boxed()), DOUBLE_STREAM((work) -> work.doubleStream().boxed()),
		CLOSED_ITERATOR(Kind::closedIterator), ENTITY_OF_STREAM((work) -> work.entityOfStream().getBody()),
		ENTITY_OF_FLUX((work) -> body(work.entityOfFlux()).toStream(1)),
		MONO_OF_ENTITY_OF_FLUX((work) -> body(work.monoOfEntityOfFlux().block()).toStream(1)),
		MONO_OF_STREAM((work) -> work.monoOfStream().block()), EVENTS((work) -> work.events().toStream(1));

		private final Function<Counting, Stream<?>> elements;

		Kind(Function<Counting, Stream<?>> elements) {
			this.elements = elements;
		}

		Stream<?> elements(Counting work) {
			return this.elements.apply(work);
		}

		private static Stream<Object> closedIterator(Counting work) {
			ClosedIterator iterator = work.closedIterator();
			return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false)
				.onClose(iterator::close);
		}

	}

	/**
	 * Results that nobody finishes.
	 */
	enum Forgotten {

		STREAM(Counting::stream), BEGUN_STREAM((work) -> begun(work.stream().iterator())), ITERATOR(Counting::iterator),
		BEGUN_ITERATOR((work) -> begun(work.iterator())), DOCUMENT(Counting::document), BODY(Counting::entityOfFlux);

		private final Function<Counting, Object> start;

		Forgotten(Function<Counting, Object> start) {
			this.start = start;
		}

		private static Object begun(Iterator<?> iterator) {
			iterator.next();
			return iterator;
		}

	}

}
