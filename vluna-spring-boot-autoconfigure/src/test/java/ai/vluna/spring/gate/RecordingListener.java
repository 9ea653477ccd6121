package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Remembers what it was told, and validates that every lease is settled exactly once.
 */
public final class RecordingListener implements BillingListener {

	private final List<Lease> admitted = new CopyOnWriteArrayList<>();

	private final List<BillingException> refused = new CopyOnWriteArrayList<>();

	private final Map<Lease, List<Settled>> settled = new ConcurrentHashMap<>();

	private final List<CommitOutcome> outcomes = new CopyOnWriteArrayList<>();

	private final List<Lease> withoutUsage = new CopyOnWriteArrayList<>();

	private final List<Hinted> hinted = new CopyOnWriteArrayList<>();

	private final List<Exception> extractionFailures = new CopyOnWriteArrayList<>();

	@Override
	public void admitted(Lease lease, long nanos) {
		this.admitted.add(lease);
	}

	@Override
	public void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
		this.refused.add(refusal);
	}

	@Override
	public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
		this.settled.computeIfAbsent(lease, (key) -> new CopyOnWriteArrayList<>()).add(new Settled(result, usage));
	}

	@Override
	public void answered(Lease lease, CommitOutcome outcome) {
		this.outcomes.add(outcome);
	}

	@Override
	public void hinted(HintPhase phase, Operation operation, BillingSubject subject, BillingHints hints) {
		this.hinted.add(new Hinted(phase, subject, hints));
	}

	@Override
	public void usageMissing(Lease lease) {
		this.withoutUsage.add(lease);
	}

	@Override
	public void extractionFailed(Operation operation, Exception failure) {
		this.extractionFailures.add(failure);
	}

	public List<Lease> admitted() {
		return this.admitted;
	}

	public List<BillingException> refused() {
		return this.refused;
	}

	/**
	 * Return what the answers to commits and bookings meant.
	 * @return the outcomes in the order of the answers
	 */
	public List<CommitOutcome> outcomes() {
		return this.outcomes;
	}

	public List<Hinted> hinted() {
		return this.hinted;
	}

	public List<Lease> withoutUsage() {
		return this.withoutUsage;
	}

	public List<Exception> extractionFailures() {
		return this.extractionFailures;
	}

	/**
	 * Return what became of the only lease.
	 * @return the results in the order in which they were told
	 */
	public List<SettlementResult> results() {
		assertThat(this.admitted).hasSizeLessThanOrEqualTo(1);
		return this.settled.values().stream().flatMap(List::stream).map(Settled::result).toList();
	}

	public List<Settled> settledOf(Lease lease) {
		return this.settled.getOrDefault(lease, List.of());
	}

	/**
	 * Wait until every lease that was granted has come to its one end.
	 */
	public void awaitAllSettled() {
		await().atMost(Duration.ofMinutes(1)).untilAsserted(this::verifyAllSettled);
	}

	public void verifyAllSettled() {
		for (Lease lease : this.admitted) {
			assertThat(lease.state()).as(lease.toString()).isNotIn(Lease.State.OPEN, Lease.State.SETTLING);
			assertThat(settledOf(lease).stream().filter(Settled::isFinal)).as(lease.toString()).hasSize(1);
		}
		assertThat(this.admitted).containsAll(this.settled.keySet());
	}

	/**
	 * The hints of an answer.
	 *
	 * @param phase the answer
	 * @param subject who pays
	 * @param hints the hints
	 */
	public record Hinted(HintPhase phase, BillingSubject subject, BillingHints hints) {

	}

	/**
	 * A result of a settlement.
	 *
	 * @param result the result
	 * @param usage the usage
	 */
	public record Settled(SettlementResult result, @Nullable Usage usage) {

		boolean isFinal() {
			return this.result != SettlementResult.UNCONFIRMED;
		}

	}

}
