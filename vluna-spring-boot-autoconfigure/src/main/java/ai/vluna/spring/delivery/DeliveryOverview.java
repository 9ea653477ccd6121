package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import ai.vluna.spring.delivery.DeliveryStatus.Mode;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.gate.Settlement;
import org.jspecify.annotations.Nullable;

/**
 * Tells how delivery is doing, for operators. Puts together what its parts know already,
 * and neither asks the gate nor looks at the store.
 *
 * @since 0.1.0
 */
public final class DeliveryOverview {

	private static final Backlog NOTHING = new Backlog(0, null, 0);

	private final Settlement settlement;

	private final @Nullable BacklogMonitor monitor;

	private final Supplier<@Nullable String> obstacle;

	private final BooleanSupplier answered;

	private final Clock clock;

	/**
	 * Create an overview.
	 * @param settlement what carries usage
	 * @param monitor knows how much is stored, or {@code null} where nothing is
	 * @param obstacle says what has to be mended before anything can be charged
	 * @param answered says whether the gate answers what is sent from the store
	 * @param clock tells ages
	 */
	public DeliveryOverview(Settlement settlement, @Nullable BacklogMonitor monitor,
			Supplier<@Nullable String> obstacle, BooleanSupplier answered, Clock clock) {
		this.settlement = settlement;
		this.monitor = monitor;
		this.obstacle = obstacle;
		this.answered = answered;
		this.clock = clock;
	}

	/**
	 * Return how delivery is doing now. Does not block.
	 * @return the status
	 */
	public DeliveryStatus status() {
		int inMemory = inMemory();
		Backlog backlog = (this.monitor != null) ? this.monitor.backlog() : NOTHING;
		boolean readable = this.monitor == null || this.monitor.isAnswered();
		boolean writable = !(this.settlement instanceof StoredSettlement stored && stored.isTroubled());
		return new DeliveryStatus(mode(), backlog.pending() + inMemory, ageOf(backlog.oldestEndedAt()), backlog.dead(),
				inMemory, readable, writable, this.answered.getAsBoolean(), this.obstacle.get(),
				this.settlement.hindrance());
	}

	/**
	 * Return what was written to a store so far.
	 * @return the statistics, all zero where nothing is stored
	 */
	public WriterStatistics written() {
		return (this.settlement instanceof StoredSettlement stored) ? stored.written()
				: new WriterStatistics(0, 0, Duration.ZERO);
	}

	private Mode mode() {
		if (this.settlement instanceof StoredSettlement) {
			return Mode.STORED;
		}
		return (this.settlement instanceof DirectSettlement) ? Mode.DIRECT : Mode.CUSTOM;
	}

	private int inMemory() {
		if (this.settlement instanceof StoredSettlement stored) {
			return stored.atRisk();
		}
		return (this.settlement instanceof DirectSettlement direct) ? direct.pending() : 0;
	}

	private @Nullable Duration ageOf(@Nullable Instant endedAt) {
		if (endedAt == null) {
			return null;
		}
		Duration age = Duration.between(endedAt, this.clock.instant());
		// Another instance's clock may be ahead.
		return age.isNegative() ? Duration.ZERO : age;
	}

}
