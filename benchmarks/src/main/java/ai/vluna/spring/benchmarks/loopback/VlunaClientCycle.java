package ai.vluna.spring.benchmarks.loopback;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CommitRequest;

/**
 * Our client, as the auto-configuration builds it.
 */
final class VlunaClientCycle implements Cycle {

	private final GateAccess access;

	private final VlunaClient client;

	VlunaClientCycle(GateAccess access, VlunaClient client) {
		this.access = access;
		this.client = client;
	}

	@Override
	public Object run() {
		String feature = this.access.featureCode();
		AuthorizeResult lease = this.client.gate()
			.authorize(context("authorize-"), new AuthorizeRequest(feature, null, null, null, Map.of()))
			.await()
			.data();
		return this.client.gate()
			.commit(context("commit-"), new CommitRequest(lease.leaseToken(), feature, "30", List.of(), Map.of()))
			.await()
			.data();
	}

	private CallContext context(String prefix) {
		return new CallContext(this.access.principalId(), this.access.userId(), prefix + UUID.randomUUID());
	}

}
