package ai.vluna.spring.hint.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.hint.BillingHint;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.hint.QuotaRemainingHint;
import ai.vluna.spring.hint.RateLimitHint;
import ai.vluna.spring.hint.ScarcityHint;
import ai.vluna.spring.hint.UnknownHint;
import ai.vluna.spring.hint.handler.HintHandlers.Candidate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HintHandlers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HintHandlersTests {

	private static final BillingHints HINTS = BillingHints.of(List.of(FakeGate.hint("rate.limit", "seconds", 5),
			FakeGate.hint("quota.remaining", "max_quantity_minor", 6), FakeGate.hint("brand.new", "a", "b")));

	private final Operation operation = Gating.operation();

	private final List<Candidate> candidates = new ArrayList<>();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final Scheduler scheduler = Schedulers.newBoundedElastic(1, 2, "hints-test", 60, true);

	private final HintHandlers handlers = new HintHandlers(() -> this.candidates, this.scheduler);

	@AfterEach
	void close() {
		this.handlers.close();
	}

	@Test
	void giveEachHintToWhomItConcernsInOrder() {
		add("rate", RateLimitHint.class);
		add("scarcity", ScarcityHint.class);
		add("unknown", UnknownHint.class);
		add("any", BillingHint.class);
		tell();
		await().until(() -> this.handled.size() == 6);
		assertThat(this.handled).containsExactly("rate rate.limit", "any rate.limit", "scarcity quota.remaining",
				"any quota.remaining", "unknown brand.new", "any brand.new");
	}

	@Test
	void tellTheOccasionOnAThreadThatMayBlock() {
		List<HintOccasion> occasions = new CopyOnWriteArrayList<>();
		List<Boolean> nonBlocking = new CopyOnWriteArrayList<>();
		this.candidates.add(new Candidate((hint, occasion) -> {
			nonBlocking.add(Schedulers.isInNonBlockingThread() || Thread.currentThread().getName().startsWith("main"));
			occasions.add(occasion);
		}, RateLimitHint.class));
		tell();
		await().until(() -> !occasions.isEmpty());
		assertThat(occasions).containsExactly(new HintOccasion(HintPhase.DENIED, this.operation, Gating.ALICE));
		assertThat(nonBlocking).containsExactly(false);
	}

	@Test
	void countAFailureAndLogItOnce(CapturedOutput output) {
		this.candidates.add(new Candidate((hint, occasion) -> {
			throw new IllegalStateException("handler is broken");
		}, RateLimitHint.class));
		add("other", RateLimitHint.class);
		for (int i = 1; i <= 3; i++) {
			int times = i;
			tell();
			await().until(() -> this.handled.size() == times);
		}
		assertThat(this.handlers.failures()).isEqualTo(3);
		assertThat(output.toString().split("handler is broken", -1)).hasSize(2);
	}

	@Test
	void dropWhatTheyAreTooSlowFor(CapturedOutput output) throws InterruptedException {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		this.candidates.add(new Candidate((hint, occasion) -> {
			entered.countDown();
			awaitUninterrupted(leave);
			this.handled.add("slow");
		}, RateLimitHint.class));
		tell();
		entered.await();
		for (int i = 0; i < 10; i++) {
			tell();
		}
		assertThat(this.handlers.dropped()).isEqualTo(8);
		leave.countDown();
		await().until(() -> this.handled.size() == 3);
		assertThat(output.toString().split("Hints are dropped", -1)).hasSize(2);
	}

	@Test
	void readTheTypeOfAHandlerFromItsDeclaration() {
		BillingHintHandler<QuotaRemainingHint> lambda = (hint, occasion) -> {
		};
		assertThat(Candidate.of(new RateHandler(), ResolvableType.NONE, ResolvableType.forClass(RateHandler.class))
			.hintType()).isEqualTo(RateLimitHint.class);
		assertThat(Candidate
			.of(lambda, ResolvableType.forClassWithGenerics(BillingHintHandler.class, QuotaRemainingHint.class))
			.hintType()).isEqualTo(QuotaRemainingHint.class);
		assertThat(Candidate.of(lambda, ResolvableType.forClass(lambda.getClass())).hintType())
			.isEqualTo(BillingHint.class);
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void tell() {
		this.handlers.hinted(HintPhase.DENIED, this.operation, Gating.ALICE, HINTS);
	}

	private void add(String name, Class<? extends BillingHint> type) {
		this.candidates
			.add(new Candidate((hint, occasion) -> this.handled.add(name + " " + hint.source().type()), type));
	}

	private static final class RateHandler implements BillingHintHandler<RateLimitHint> {

		@Override
		public void handle(RateLimitHint hint, HintOccasion occasion) {
		}

	}

}
