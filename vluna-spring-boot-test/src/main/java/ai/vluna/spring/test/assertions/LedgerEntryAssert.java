package ai.vluna.spring.test.assertions;

import java.util.Objects;

import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions over what became of one lease or one ingest.
 *
 * @since 0.1.0
 */
public final class LedgerEntryAssert extends AbstractAssert<LedgerEntryAssert, LedgerEntry> {

	LedgerEntryAssert(LedgerEntry actual) {
		super(actual, LedgerEntryAssert.class);
	}

	/**
	 * Verifies that the lease was committed and charged.
	 * @return this assertion
	 */
	public LedgerEntryAssert wasCommitted() {
		return hasState(LedgerState.COMMITTED);
	}

	/**
	 * Verifies that the lease was committed and charged.
	 * @param quantityMinor the expected quantity in minor units
	 * @return this assertion
	 */
	public LedgerEntryAssert wasCommittedWith(long quantityMinor) {
		wasCommitted();
		return equal("quantity", quantityMinor, this.actual.quantityMinor());
	}

	/**
	 * Verifies that usage was charged without a lease.
	 * @param quantityMinor the expected quantity in minor units
	 * @return this assertion
	 */
	public LedgerEntryAssert wasIngestedWith(long quantityMinor) {
		hasState(LedgerState.INGESTED);
		return equal("quantity", quantityMinor, this.actual.quantityMinor());
	}

	/**
	 * Verifies that the lease was cancelled.
	 * @return this assertion
	 */
	public LedgerEntryAssert wasCancelled() {
		return hasState(LedgerState.CANCELLED);
	}

	/**
	 * Verifies that usage was accepted but not charged.
	 * @return this assertion
	 */
	public LedgerEntryAssert wasQuarantined() {
		return hasState(LedgerState.QUARANTINED);
	}

	/**
	 * Verifies that the lease was neither committed nor cancelled.
	 * @return this assertion
	 */
	public LedgerEntryAssert isOpen() {
		return hasState(LedgerState.OPEN);
	}

	/**
	 * Verifies who pays.
	 * @param principal the expected principal id
	 * @param user the expected user id
	 * @return this assertion
	 */
	public LedgerEntryAssert isPaidBy(String principal, String user) {
		isNotNull();
		equal("principal", principal, this.actual.principal());
		return equal("user", user, this.actual.user());
	}

	/**
	 * Verifies what was charged.
	 * @param amountXusd the expected amount of XUSD
	 * @return this assertion
	 */
	public LedgerEntryAssert wasChargedWith(long amountXusd) {
		isNotNull();
		return equal("amount", amountXusd, this.actual.amountXusd());
	}

	/**
	 * Verifies a label.
	 * @param name the name of the label
	 * @param value its expected value
	 * @return this assertion
	 */
	public LedgerEntryAssert hasLabel(String name, String value) {
		isNotNull();
		return equal("label '" + name + "'", value, this.actual.labels().get(name));
	}

	/**
	 * Verifies the quantity of a meter, over all its lines.
	 * @param code the meter code
	 * @param quantityMinor the expected quantity in minor units
	 * @return this assertion
	 */
	public LedgerEntryAssert hasMeter(String code, long quantityMinor) {
		isNotNull();
		long quantity = this.actual.lines()
			.stream()
			.filter((line) -> line.meter().equals(code))
			.mapToLong((line) -> line.quantityMinor())
			.sum();
		return equal("quantity of meter '" + code + "'", quantityMinor, quantity);
	}

	private LedgerEntryAssert hasState(LedgerState state) {
		isNotNull();
		return equal("state", state, this.actual.state());
	}

	private LedgerEntryAssert equal(String what, Object expected, @Nullable Object found) {
		if (!Objects.equals(expected, found)) {
			failWithMessage("%nExpecting %s <%s> but it is <%s> in:%n  %s", what, expected, found, this.actual);
		}
		return this;
	}

}
