package ai.vluna.spring.test.contract;

import java.util.Map;
import java.util.Objects;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.BatchCommitResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A batch says too much of what was committed. What counts is the single commit.
 */
@ContractTest
class BatchTests {

	private final ContractGate gate;

	BatchTests(ContractGate gate) {
		this.gate = gate;
	}

	@Test
	void commitsEachItem() {
		Customer customer = this.gate.newCustomer().credit(30);
		String lease = customer.lease(Features.PAID);
		assertThat(customer.commitAll(customer.item(lease, Features.PAID, 7),
				customer.item(customer.lease(Features.FREE), Features.FREE, 7)))
			.extracting(BatchCommitResult.Item::status)
			.containsExactly("committed", "committed");
		VlunaResponse<CommitResult> single = customer.commit(lease, Features.PAID, 7);
		assertThat(Hint.find(single.hints(), "lease.closed_at_commit")).extracting((hint) -> hint.text("state"))
			.isEqualTo("closed");
	}

	@Test
	void tellsWhichItemsAreInvalid() {
		Customer customer = this.gate.newCustomer();
		String lease = customer.lease(Features.FREE);
		assertThat(customer.commitAll(customer.item(lease, Features.FREE, 7),
				customer.item(customer.lease(Features.FREE), Features.PAID, 7)))
			.extracting(BatchCommitResult.Item::status)
			.containsExactly("committed", "invalid");
	}

	@Test
	void reportsADuplicateAsTheSameCommit() {
		Customer customer = this.gate.newCustomer();
		BatchCommitRequest.Item item = customer.item(customer.lease(Features.FREE), Features.FREE, 7);
		assertThat(customer.commitAll(item, item))
			.extracting((result) -> Objects.requireNonNull(result.commit()).commitId())
			.hasSize(2)
			.hasSameElementsAs(customer.commitAll(item)
				.stream()
				.map((result) -> Objects.requireNonNull(result.commit()).commitId())
				.toList());
	}

	@Test
	void doesNotSayThatAnItemWasNotCharged() {
		Customer customer = this.gate.newCustomer();
		assertThat(customer.commitAll(customer.item(customer.lease(Features.UNPRICED), Features.UNPRICED, 7)))
			.extracting(BatchCommitResult.Item::status)
			.containsExactly("committed");
	}

	/**
	 * The second item breaks the gate's transaction, and with it what is said of the
	 * first.
	 */
	@Test
	void losesNothingThatIsCommittedAgainAlone() {
		Customer customer = this.gate.newCustomer().credit(30);
		BatchCommitRequest.Item good = customer.item(customer.lease(Features.PAID), Features.PAID, 7);
		Map<String, Object> bad = Map.of("lease_token", "lease.123.001122", "feature_code", Features.PAID,
				"quantity_minor", "7", "idempotency_key", this.gate.newKey());
		customer.write(VlunaRequest.post("/gate/commits/batch").body(Map.of("items", new Object[] { good, bad })));
		CommitRequest same = new CommitRequest(good.leaseToken(), good.featureCode(), good.quantityMinor(),
				good.meters(), good.labels());
		VlunaResponse<CommitResult> again = this.gate.client()
			.gate()
			.commit(customer.context(good.idempotencyKey()), same)
			.await();
		assertThat(again.hints()).as("either the item or this commit was charged").isEmpty();
		assertThat(customer.lease(Features.PAID)).as("9 of 30 XUSD are left").isNotEmpty();
	}

}
