package ai.vluna.spring.test.assertions;

import java.util.List;
import java.util.function.Predicate;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.assertj.core.annotation.CheckReturnValue;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions over what an embedded gate has seen. Each looks at the ledger of its moment:
 * wait first where settlement is asynchronous.
 *
 * @since 0.1.0
 */
public final class EmbeddedGateAssert extends AbstractAssert<EmbeddedGateAssert, EmbeddedGate> {

	EmbeddedGateAssert(EmbeddedGate actual) {
		super(actual, EmbeddedGateAssert.class);
	}

	/**
	 * Verifies that the gate gave exactly one lease, and goes on with it.
	 * @return an assertion over that lease
	 */
	@CheckReturnValue
	public LedgerEntryAssert hasSingleLease() {
		return single("a single lease", (entry) -> entry.leaseId() != null);
	}

	/**
	 * Verifies that the gate gave exactly one lease for a feature, and goes on with it.
	 * @param feature the feature code
	 * @return an assertion over that lease
	 */
	@CheckReturnValue
	public LedgerEntryAssert hasSingleLeaseFor(String feature) {
		return single("a single lease for '" + feature + "'",
				(entry) -> entry.leaseId() != null && entry.feature().equals(feature));
	}

	/**
	 * Verifies that exactly one usage came without a lease, and goes on with it.
	 * @return an assertion over that usage
	 */
	@CheckReturnValue
	public LedgerEntryAssert hasSingleIngest() {
		return single("a single ingest", (entry) -> entry.state() == LedgerState.INGESTED);
	}

	/**
	 * Verifies the number of entries in the ledger.
	 * @param size the expected number
	 * @return this assertion
	 */
	public EmbeddedGateAssert hasLedgerOf(int size) {
		isNotNull();
		List<LedgerEntry> ledger = this.actual.ledger();
		if (ledger.size() != size) {
			failWithMessage("%nExpecting a ledger of <%s> entries but it has <%s>:%n%s", size, ledger.size(),
					listed(ledger));
		}
		return this;
	}

	/**
	 * Verifies that nothing was ever authorized or ingested.
	 * @return this assertion
	 */
	public EmbeddedGateAssert hasEmptyLedger() {
		return hasLedgerOf(0);
	}

	/**
	 * Verifies that every lease was committed or cancelled.
	 * @return this assertion
	 */
	public EmbeddedGateAssert hasNoOpenLeases() {
		return hasNo(LedgerState.OPEN, "open leases");
	}

	/**
	 * Verifies that no usage was accepted without being charged.
	 * @return this assertion
	 */
	public EmbeddedGateAssert hasNothingQuarantined() {
		return hasNo(LedgerState.QUARANTINED, "quarantined usage");
	}

	/**
	 * Verifies that every lease has one end: none is open, none was committed twice or
	 * after its cancel.
	 * @return this assertion
	 */
	public EmbeddedGateAssert hasSettledEveryLeaseOnce() {
		return hasNoOpenLeases().hasNothingQuarantined();
	}

	/**
	 * Verifies how often an endpoint was called.
	 * @param endpoint the endpoint
	 * @param count the expected number of requests
	 * @return this assertion
	 */
	public EmbeddedGateAssert hasReceived(Endpoint endpoint, long count) {
		isNotNull();
		if (this.actual.count(endpoint) != count) {
			failWithMessage("%nExpecting <%s> requests to %s but there were <%s>:%n%s", count, endpoint,
					this.actual.count(endpoint), listed(this.actual.received(endpoint)));
		}
		return this;
	}

	private LedgerEntryAssert single(String expected, Predicate<LedgerEntry> wanted) {
		isNotNull();
		List<LedgerEntry> ledger = this.actual.ledger();
		List<LedgerEntry> found = ledger.stream().filter(wanted).toList();
		if (found.size() != 1) {
			failWithMessage("%nExpecting %s but there are <%s>, the ledger is:%n%s", expected, found.size(),
					listed(ledger));
		}
		return new LedgerEntryAssert(found.get(0));
	}

	private EmbeddedGateAssert hasNo(LedgerState state, String unwanted) {
		isNotNull();
		List<LedgerEntry> found = this.actual.ledger().stream().filter((entry) -> entry.state() == state).toList();
		if (!found.isEmpty()) {
			failWithMessage("%nExpecting no %s but there are <%s>:%n%s", unwanted, found.size(), listed(found));
		}
		return this;
	}

	private static String listed(List<?> things) {
		return String.join(System.lineSeparator(), things.stream().map((thing) -> "  " + thing).toList());
	}

}
