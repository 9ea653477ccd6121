package ai.vluna.spring.context;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SubjectResolution} and {@link BillingSubjects}.
 */
class SubjectResolutionTests {

	private static final BillingSubject BOUND = BillingSubject.of("acme", "alice");

	@AfterEach
	void nothingStaysBound() {
		assertThat(BillingSubjects.current()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void theOperationWinsOverTheBoundSubject(Variant variant) {
		RecordingResolver resolver = new RecordingResolver(BillingIdentity.of("initech", "dave"));
		BillingSubjects.with(BOUND,
				() -> assertThat(variant.resolve(BillingIdentity.of("globex", "bob"), Context.empty(), resolver))
					.isEqualTo(BillingSubject.of("globex", "bob")));
		assertThat(resolver.calls).hasValue(0);
	}

	@ParameterizedTest
	@EnumSource
	void theBoundSubjectWinsOverTheResolversAndCompletesTheOperation(Variant variant) {
		RecordingResolver resolver = new RecordingResolver(BillingIdentity.of("initech", "dave"));
		BillingSubjects.with(BOUND, () -> {
			assertThat(variant.resolve(BillingIdentity.UNKNOWN, Context.empty(), resolver)).isEqualTo(BOUND);
			assertThat(variant.resolve(BillingIdentity.of(null, "carol"), Context.empty(), resolver))
				.isEqualTo(BillingSubject.of("acme", "carol"));
		});
		assertThat(resolver.calls).hasValue(0);
	}

	@ParameterizedTest
	@EnumSource
	void resolversAreAskedInOrderAndOnlyUntilTheIdentityIsComplete(Variant variant) {
		RecordingResolver silent = new RecordingResolver(null);
		RecordingResolver user = new RecordingResolver(BillingIdentity.of(null, "alice"));
		RecordingResolver both = new RecordingResolver(new BillingIdentity("acme", "bob", "account-1"));
		RecordingResolver late = new RecordingResolver(BillingIdentity.of("globex", "carol"));
		BillingSubject subject = variant.resolve(BillingIdentity.UNKNOWN, Context.empty(), silent, user, both, late);
		assertThat(subject).isEqualTo(new BillingSubject("acme", "alice", "account-1"));
		assertThat(Stream.of(silent, user, both, late).map((resolver) -> resolver.calls.get())).containsExactly(1, 1, 1,
				0);
	}

	@ParameterizedTest
	@EnumSource
	void aCompleteOperationAsksNobody(Variant variant) {
		RecordingResolver resolver = new RecordingResolver(BOUND.toIdentity());
		variant.resolve(BillingIdentity.of("globex", "bob"), Context.empty(), resolver);
		assertThat(resolver.calls).hasValue(0);
	}

	@ParameterizedTest
	@EnumSource
	void nobodyKnownIsAnErrorThatNamesTheMissingPartAndTheRemedies(Variant variant) {
		assertThatExceptionOfType(MissingBillingSubjectException.class)
			.isThrownBy(() -> variant.resolve(BillingIdentity.UNKNOWN, Context.empty()))
			.withMessageContainingAll("No principal", "'vluna.subject.principal'", "BillingSubjectResolver",
					"BillingRequestContext", "BillingSubjects.with");
		assertThatExceptionOfType(MissingBillingSubjectException.class).isThrownBy(
				() -> variant.resolve(BillingIdentity.of("acme", null), Context.empty(), new RecordingResolver(null)))
			.withMessageContaining("No user");
	}

	@ParameterizedTest
	@EnumSource
	void aValueThatCannotBeSentIsRefused(Variant variant) {
		assertThatIllegalArgumentException().isThrownBy(() -> variant.resolve(BillingIdentity.UNKNOWN, Context.empty(),
				new RecordingResolver(BillingIdentity.of("acme", "a\nb"))));
	}

	@ParameterizedTest
	@EnumSource
	void aResolverThatFailsEndsTheResolution(Variant variant) {
		RecordingResolver late = new RecordingResolver(BOUND.toIdentity());
		BillingSubjectResolver failing = () -> {
			throw new UnsupportedOperationException("no");
		};
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> variant.resolve(BillingIdentity.UNKNOWN, Context.empty(), failing, late));
		assertThat(late.calls).hasValue(0);
	}

	@Test
	void theSubjectInTheReactorContextWinsOverTheThreads() {
		BillingSubject written = BillingSubject.of("globex", "bob");
		BillingSubjects.with(BOUND, () -> assertThat(Variant.REACTIVE.resolve(BillingIdentity.UNKNOWN,
				BillingSubjects.write(written).apply(Context.empty())))
			.isEqualTo(written));
	}

	@Test
	void nothingHappensBeforeSubscription() {
		RecordingResolver resolver = new RecordingResolver(BOUND.toIdentity());
		Mono<BillingSubject> subject = new SubjectResolution(List.of(resolver)).resolve(BillingIdentity.UNKNOWN,
				Context.empty());
		assertThat(resolver.calls).hasValue(0);
		assertThat(subject.block(Duration.ofSeconds(5))).isEqualTo(BOUND);
		assertThat(resolver.calls).hasValue(1);
	}

	@Test
	void bindingsNestAndReturnTheResult() throws Exception {
		BillingSubject inner = BillingSubject.of("globex", "bob");
		String result = BillingSubjects.with(BOUND, () -> {
			BillingSubjects.with(inner, () -> assertThat(BillingSubjects.current()).isEqualTo(inner));
			assertThat(BillingSubjects.current()).isEqualTo(BOUND);
			return "done";
		});
		assertThat(result).isEqualTo("done");
	}

	@Test
	void aFailureEndsTheBinding() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> BillingSubjects.with(BOUND, (Runnable) () -> {
				throw new UnsupportedOperationException("no");
			}));
		assertThat(BillingSubjects.current()).isNull();
	}

	enum Variant {

		BLOCKING {
			@Override
			BillingSubject resolve(BillingIdentity explicit, ContextView context, BillingSubjectResolver... resolvers) {
				return new SubjectResolution(List.of(resolvers)).resolve(explicit);
			}
		},

		REACTIVE {
			@Override
			BillingSubject resolve(BillingIdentity explicit, ContextView context, BillingSubjectResolver... resolvers) {
				BillingSubject subject = new SubjectResolution(List.of(resolvers)).resolve(explicit, context)
					.block(Duration.ofSeconds(5));
				assertThat(subject).isNotNull();
				return subject;
			}
		};

		abstract BillingSubject resolve(BillingIdentity explicit, ContextView context,
				BillingSubjectResolver... resolvers);

	}

	private static final class RecordingResolver implements BillingSubjectResolver {

		private final AtomicInteger calls = new AtomicInteger();

		private final @Nullable BillingIdentity answer;

		RecordingResolver(@Nullable BillingIdentity answer) {
			this.answer = answer;
		}

		@Override
		public @Nullable BillingIdentity resolve() {
			this.calls.incrementAndGet();
			return this.answer;
		}

	}

}
