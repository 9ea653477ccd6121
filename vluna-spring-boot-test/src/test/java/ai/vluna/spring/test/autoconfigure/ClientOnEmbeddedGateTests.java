package ai.vluna.spring.test.autoconfigure;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.autoconfigure.VlunaClientAutoConfiguration;
import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;

/**
 * The client and the gate share no code, and yet understand each other.
 */
class ClientOnEmbeddedGateTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(EmbeddedGateAutoConfiguration.class, VlunaClientAutoConfiguration.class))
		.withPropertyValues("vluna.embedded-gate.enabled=true")
		.withBean(GateCatalogue.class, () -> GateCatalogue.builder().feature("free", (free) -> free.price(0)).build());

	@Test
	void healsTheFirstCallOfANewPrincipalAndADroppedAnswer() {
		this.context.run((context) -> {
			GateOperations client = context.getBean(VlunaClient.class).gate();
			EmbeddedGate gate = context.getBean(EmbeddedGate.class);
			gate.on(Endpoint.COMMIT).once(Fault.dropAnswer());
			String lease = client
				.authorize(new CallContext("new", "alice", "authorize"),
						new AuthorizeRequest("free", null, null, null, Map.of()))
				.await()
				.data()
				.leaseToken();
			client
				.commit(new CallContext("new", "alice", "commit"),
						new CommitRequest(lease, "free", "7", List.of(), Map.of("model", "small")))
				.await();
			assertThat(gate).hasReceived(Endpoint.AUTHORIZE, 2)
				.hasReceived(Endpoint.COMMIT, 2)
				.hasSettledEveryLeaseOnce()
				.hasSingleLease()
				.wasCommittedWith(7)
				.hasLabel("model", "small");
		});
	}

}
