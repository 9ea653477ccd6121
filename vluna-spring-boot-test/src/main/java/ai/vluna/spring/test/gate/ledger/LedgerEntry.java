package ai.vluna.spring.test.gate.ledger;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One lease with its end, one further commit on a lease that had ended, or one ingest.
 *
 * @param feature the feature code
 * @param principal the principal that pays
 * @param user the user whose balance pays
 * @param state what became of it
 * @param quantityMinor the committed quantity, zero while nothing was committed
 * @param amountXusd the amount that was charged, zero if nothing was
 * @param idempotencyKey the key of the authorize, of the ingest if there was none
 * @param leaseId the lease, {@code null} for an ingest
 * @param commitKey the key of the commit, {@code null} if there was none
 * @param labels the labels of the commit, before it those of the authorize
 * @param lines the meters of the commit
 * @since 0.1.0
 */
public record LedgerEntry(String feature, String principal, String user, LedgerState state, long quantityMinor,
		long amountXusd, String idempotencyKey, @Nullable UUID leaseId, @Nullable String commitKey,
		Map<String, String> labels, List<LedgerLine> lines) {

	/**
	 * Creates the entry of a lease that was just given.
	 * @param feature the feature code
	 * @param principal the principal that pays
	 * @param user the user whose balance pays
	 * @param idempotencyKey the key of the authorize
	 * @param leaseId the lease
	 * @param labels the labels of the authorize
	 * @return the entry
	 */
	public static LedgerEntry open(String feature, String principal, String user, String idempotencyKey, UUID leaseId,
			Map<String, String> labels) {
		return new LedgerEntry(feature, principal, user, LedgerState.OPEN, 0, 0, idempotencyKey, leaseId, null, labels,
				List.of());
	}

	/**
	 * Returns this entry in the state of a cancelled lease.
	 * @return the changed entry
	 */
	public LedgerEntry cancelled() {
		return new LedgerEntry(this.feature, this.principal, this.user, LedgerState.CANCELLED, this.quantityMinor,
				this.amountXusd, this.idempotencyKey, this.leaseId, this.commitKey, this.labels, this.lines);
	}

	/**
	 * Returns this entry with a commit.
	 * @param state what became of the commit
	 * @param quantityMinor the committed quantity
	 * @param amountXusd the amount that was charged
	 * @param commitKey the key of the commit
	 * @param labels the labels of the commit
	 * @param lines the meters of the commit
	 * @return the changed entry
	 */
	public LedgerEntry settled(LedgerState state, long quantityMinor, long amountXusd, String commitKey,
			Map<String, String> labels, List<LedgerLine> lines) {
		return new LedgerEntry(this.feature, this.principal, this.user, state, quantityMinor, amountXusd,
				this.idempotencyKey, this.leaseId, commitKey, (labels.isEmpty()) ? this.labels : labels, lines);
	}

}
