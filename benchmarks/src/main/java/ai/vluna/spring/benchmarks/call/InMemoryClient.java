package ai.vluna.spring.benchmarks.call;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

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
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Allows and charges everything without leaving the process.
 */
public final class InMemoryClient implements VlunaClient, GateOperations {

	private static final String REQUEST_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final byte[] NOTHING = {};

	private static final byte[] COMMIT = """
			{"lease_token":"5tRqJ0m7c3Ue1yXw9oZkLd2Bf8HsVnGa","feature_code":"summary","quantity_minor":"30",\
			"meters":[{"meter_code":"tokens.in","quantity_minor":"120"},{"meter_code":"tokens.out","quantity_minor":"30"}]}"""
		.getBytes(StandardCharsets.UTF_8);

	private final Mono<VlunaResponse<AuthorizeResult>> granted = Mono
		.just(new VlunaResponse<>(new AuthorizeResult("lease.1", "1", "summary", null, null), List.of(), REQUEST_ID));

	private final VlunaResponse<CommitResult> charged = new VlunaResponse<>(
			new CommitResult("commit.1", "30", null, null, List.of()), List.of(), REQUEST_ID);

	private final Mono<VlunaResponse<CommitResult>> chargedAtOnce = Mono.just(this.charged);

	private final Consumer<@Nullable String> delivered;

	/**
	 * Create a client for charges that no store keeps.
	 */
	public InMemoryClient() {
		this((key) -> {
			throw new UnsupportedOperationException("Nothing is stored");
		});
	}

	/**
	 * Create a client for charges that a store delivers.
	 * @param delivered told the key of each; where it throws, there is no answer
	 */
	public InMemoryClient(Consumer<@Nullable String> delivered) {
		this.delivered = delivered;
	}

	@Override
	public GateOperations gate() {
		return this;
	}

	@Override
	public VlunaCall<AuthorizeResult> authorize(CallContext context, AuthorizeRequest request) {
		return new AnsweredCall<>(context, NOTHING, this.granted);
	}

	@Override
	public VlunaCall<CommitResult> commit(CallContext context, CommitRequest request) {
		return new AnsweredCall<>(context, COMMIT, this.chargedAtOnce);
	}

	@Override
	public VlunaCall<CancelResult> cancel(CallContext context, CancelRequest request) {
		throw new UnsupportedOperationException("Every billed call of the benchmark is charged");
	}

	@Override
	public VlunaCall<CommitResult> ingest(CallContext context, IngestRequest request) {
		throw new UnsupportedOperationException("Every billed call of the benchmark has a lease");
	}

	@Override
	public VlunaCall<BatchCommitResult> commitBatch(CallContext context, BatchCommitRequest request) {
		throw new UnsupportedOperationException("The benchmark bills and nothing else");
	}

	@Override
	public VlunaCall<List<FeatureLimit>> limits(CallContext context, LimitsQuery query) {
		throw new UnsupportedOperationException("The benchmark bills and nothing else");
	}

	@Override
	public VlunaCall<List<MeterLimit>> meters(CallContext context, MetersQuery query) {
		throw new UnsupportedOperationException("The benchmark bills and nothing else");
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> VlunaCall<T> call(CallContext context, VlunaRequest request, ParameterizedTypeReference<T> dataType) {
		return new AnsweredCall<>(context, NOTHING, Mono.fromSupplier(() -> {
			this.delivered.accept(context.idempotencyKey());
			return (VlunaResponse<T>) this.charged;
		}));
	}

}
