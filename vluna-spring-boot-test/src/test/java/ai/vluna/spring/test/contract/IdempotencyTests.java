package ai.vluna.spring.test.contract;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CommitResult;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is sent again under its key happens once.
 */
@ContractTest
class IdempotencyTests {

	private final ContractGate gate;

	IdempotencyTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void givesTheSameLeaseAgain() {
		Customer customer = this.gate.newCustomer();
		VlunaCall<AuthorizeResult> call = customer.authorizing(this.gate.newKey(), Features.FREE);
		assertThat(call.await().data()).isEqualTo(call.await().data());
	}

	@Test
	void refusesAKeyForAnotherRequest() {
		Customer customer = this.gate.newCustomer();
		String key = this.gate.newKey();
		customer.authorizing(key, Features.FREE).await();
		VlunaRejectedException refusal = Refusals.refused(409,
				() -> customer.authorizing(key, Features.UNPRICED).await());
		assertThat(refusal.getCode()).isEqualTo("WRITE.INVALID_PAYLOAD");
		assertThat(refusal.getReason()).isIn("idempotency_conflict", "idempotency conflict");
	}

	@Test
	void healsConcurrentDuplicatesOfAnAuthorize() {
		Customer customer = this.gate.newCustomer();
		VlunaCall<AuthorizeResult> call = customer.authorizing(this.gate.newKey(), Features.FREE);
		assertThat(atOnce(call).map(AuthorizeResult::leaseToken).collect(Collectors.toSet())).hasSize(1);
	}

	@Test
	void chargesConcurrentDuplicatesOfACommitOnce() {
		Customer customer = this.gate.newCustomer().credit(30);
		VlunaCall<CommitResult> call = customer.committing(this.gate.newKey(), customer.lease(Features.PAID),
				Features.PAID, 7);
		assertThat(atOnce(call).map(CommitResult::commitId).collect(Collectors.toSet())).hasSize(1);
		assertThat(customer.lease(Features.PAID)).as("9 of 30 XUSD are left").isNotEmpty();
	}

	@Test
	void settlesTheFateOfACommitFromAnotherInstance() {
		Customer customer = this.gate.newCustomer().credit(30);
		String lease = customer.lease(Features.PAID);
		String key = this.gate.newKey();
		VlunaResponse<CommitResult> first = customer.committing(key, lease, Features.PAID, 7).await();
		VlunaResponse<CommitResult> second = customer
			.committing(this.gate.anotherClient(), key, lease, Features.PAID, 7)
			.await();
		assertThat(second.data().commitId()).isEqualTo(first.data().commitId());
		assertThat(second.data().amountXusd()).isEqualTo("21");
		assertThat(second.hints()).as("it was applied").isEmpty();
		assertThat(customer.lease(Features.PAID)).as("9 of 30 XUSD are left").isNotEmpty();
	}

	@Test
	void refusesAnotherQuantityUnderTheKeyOfACommit() {
		Customer customer = this.gate.newCustomer();
		String lease = customer.lease(Features.FREE);
		String key = this.gate.newKey();
		customer.committing(key, lease, Features.FREE, 7).await();
		assertThat(Refusals.refused(409, () -> customer.committing(key, lease, Features.FREE, 8).await()).getReason())
			.isIn("idempotency_conflict", "idempotency conflict");
	}

	@Test
	void givesALeaseThatHasEndedAgain() {
		Customer customer = this.gate.newCustomer();
		VlunaCall<AuthorizeResult> call = customer.authorizing(this.gate.newKey(), Features.FREE);
		String lease = call.await().data().leaseToken();
		customer.commit(lease, Features.FREE, 1);
		assertThat(call.await().data().leaseToken()).as("a new unit of work needs a new key").isEqualTo(lease);
	}

	@Test
	void remembersNoDenial() {
		Customer customer = this.gate.newCustomer();
		VlunaCall<AuthorizeResult> call = customer.authorizing(this.gate.newKey(), Features.PAID);
		Refusals.refused(402, call::await);
		customer.credit(30);
		assertThat(call.await().data().leaseToken()).isNotEmpty();
	}

	@Test
	void keepsTheKeysOfEndpointsApart() {
		Customer customer = this.gate.newCustomer();
		String key = this.gate.newKey();
		String lease = customer.authorizing(key, Features.FREE).await().data().leaseToken();
		assertThat(customer.committing(key, lease, Features.FREE, 1).await().hints()).isEmpty();
	}

	private static <T> Stream<T> atOnce(VlunaCall<T> call) {
		return Flux.range(0, 4)
			.flatMap((number) -> call.send(), 4)
			.map(VlunaResponse::data)
			.collectList()
			.block(Duration.ofMinutes(2))
			.stream();
	}

}
