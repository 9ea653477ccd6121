package ai.vluna.integration.faults;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaResponse;
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
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A client that knows how many of its calls are under way, so that a test can wait for
 * those that nobody else waits for.
 */
final class CountedClient implements VlunaClient, GateOperations {

	private final VlunaClient client;

	private final GateOperations gate;

	private final AtomicInteger underWay = new AtomicInteger();

	CountedClient(VlunaClient client) {
		this.client = client;
		this.gate = client.gate();
	}

	int underWay() {
		return this.underWay.get();
	}

	@Override
	public GateOperations gate() {
		return this;
	}

	@Override
	public VlunaCall<AuthorizeResult> authorize(CallContext context, AuthorizeRequest request) {
		return new Counted<>(this.gate.authorize(context, request), this.underWay);
	}

	@Override
	public VlunaCall<CommitResult> commit(CallContext context, CommitRequest request) {
		return new Counted<>(this.gate.commit(context, request), this.underWay);
	}

	@Override
	public VlunaCall<CancelResult> cancel(CallContext context, CancelRequest request) {
		return new Counted<>(this.gate.cancel(context, request), this.underWay);
	}

	@Override
	public VlunaCall<CommitResult> ingest(CallContext context, IngestRequest request) {
		return new Counted<>(this.gate.ingest(context, request), this.underWay);
	}

	@Override
	public VlunaCall<BatchCommitResult> commitBatch(CallContext context, BatchCommitRequest request) {
		return new Counted<>(this.gate.commitBatch(context, request), this.underWay);
	}

	@Override
	public VlunaCall<List<FeatureLimit>> limits(CallContext context, LimitsQuery query) {
		return new Counted<>(this.gate.limits(context, query), this.underWay);
	}

	@Override
	public VlunaCall<List<MeterLimit>> meters(CallContext context, MetersQuery query) {
		return new Counted<>(this.gate.meters(context, query), this.underWay);
	}

	@Override
	public <T> VlunaCall<T> call(CallContext context, VlunaRequest request, ParameterizedTypeReference<T> dataType) {
		return new Counted<>(this.client.call(context, request, dataType), this.underWay);
	}

	private record Counted<T>(VlunaCall<T> call, AtomicInteger underWay) implements VlunaCall<T> {

		@Override
		public CallContext context() {
			return this.call.context();
		}

		@Override
		public String path() {
			return this.call.path();
		}

		@Override
		public byte[] body() {
			return this.call.body();
		}

		@Override
		public Mono<VlunaResponse<T>> send() {
			return this.call.send()
				.doOnSubscribe((subscription) -> this.underWay.incrementAndGet())
				.doFinally((signal) -> this.underWay.decrementAndGet());
		}

	}

}
