package ai.vluna.integration.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.BatchCommitResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.FeatureLimit;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.LimitsQuery;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.MetersQuery;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.usage.Usage;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The cycles would notice if the promise were broken.
 */
class BrokenInstanceTests {

	private static final int FEW = 300;

	@Test
	void noticesANewKeyForEachAttempt() {
		failureWith(FaultScript.Weather.fair(), Run.PATIENCE,
				new Habits((operation) -> operation.mutate().key(null).build(), UnaryOperator.identity(),
						UnaryOperator.identity()))
			.withMessageContaining("stable key: [it was charged ");
	}

	@Test
	void noticesASettlementThatIsForgotten() {
		failureWith(FaultScript.Weather.fair(), Duration.ofSeconds(2),
				new Habits(UnaryOperator.identity(), ForgetfulSettlement::new, UnaryOperator.identity()))
			.withMessageContaining("a caller has its value, and nothing was charged")
			.withMessageContaining("a lease of it came to no end");
	}

	@Test
	void noticesABookingOfWhatMayHaveBeenCharged() {
		failureWith(FaultScript.Weather.firstAnswersToChargesDropped(), Run.PATIENCE,
				new Habits(UnaryOperator.identity(), UnaryOperator.identity(), ImpatientGate::new))
			.withMessageContaining("it was charged 2 times")
			.withMessageContaining("exchange: #")
			.withMessageContaining("INGEST of ");
	}

	private static ThrowableAssertAlternative<AssertionError> failureWith(FaultScript.Weather weather,
			Duration patience, Habits habits) {
		Run run = Run.drawn(FEW, patience);
		return assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Scenario.play(run, weather, Scenario.Events.none(), habits))
			.withMessageContaining("operations went wrong")
			.withMessageContaining("-Dvluna.faults.seed=" + run.seed().value());
	}

	/**
	 * Forgets every tenth charge.
	 *
	 * @param delegate the settlement
	 * @param charges the number of charges so far
	 */
	private record ForgetfulSettlement(Settlement delegate, AtomicInteger charges) implements Settlement {

		ForgetfulSettlement(Settlement delegate) {
			this(delegate, new AtomicInteger());
		}

		@Override
		public Mono<Void> charge(Lease lease, Usage usage) {
			return (this.charges.incrementAndGet() % 10 != 0) ? this.delegate.charge(lease, usage) : Mono.empty();
		}

		@Override
		public void release(Lease lease) {
			this.delegate.release(lease);
		}

		@Override
		public void bury(Lease lease, @Nullable Usage usage, String detail) {
			this.delegate.bury(lease, usage, detail);
		}

	}

	/**
	 * Takes a commit without an answer for one that was not processed, and books its
	 * usage.
	 *
	 * @param delegate the gate
	 */
	private record ImpatientGate(GateOperations delegate) implements GateOperations {

		@Override
		public VlunaCall<AuthorizeResult> authorize(CallContext context, AuthorizeRequest request) {
			return this.delegate.authorize(context, request);
		}

		@Override
		public VlunaCall<CommitResult> commit(CallContext context, CommitRequest request) {
			return new ImpatientCommit(this.delegate.commit(context, request),
					this.delegate.ingest(context, new IngestRequest(request.featureCode(), request.quantityMinor(),
							request.meters(), null, null, request.labels())));
		}

		@Override
		public VlunaCall<CancelResult> cancel(CallContext context, CancelRequest request) {
			return this.delegate.cancel(context, request);
		}

		@Override
		public VlunaCall<CommitResult> ingest(CallContext context, IngestRequest request) {
			return this.delegate.ingest(context, request);
		}

		@Override
		public VlunaCall<BatchCommitResult> commitBatch(CallContext context, BatchCommitRequest request) {
			return this.delegate.commitBatch(context, request);
		}

		@Override
		public VlunaCall<List<FeatureLimit>> limits(CallContext context, LimitsQuery query) {
			return this.delegate.limits(context, query);
		}

		@Override
		public VlunaCall<List<MeterLimit>> meters(CallContext context, MetersQuery query) {
			return this.delegate.meters(context, query);
		}

	}

	private record ImpatientCommit(VlunaCall<CommitResult> commit,
			VlunaCall<CommitResult> ingest) implements VlunaCall<CommitResult> {

		@Override
		public CallContext context() {
			return this.commit.context();
		}

		@Override
		public String path() {
			return this.commit.path();
		}

		@Override
		public byte[] body() {
			return this.commit.body();
		}

		@Override
		public Mono<VlunaResponse<CommitResult>> send() {
			return this.commit.send().onErrorResume(VlunaUnavailableException.class, (ex) -> this.ingest.send());
		}

	}

}
