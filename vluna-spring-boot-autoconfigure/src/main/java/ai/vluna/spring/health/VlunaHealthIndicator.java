package ai.vluna.spring.health;

import java.time.Duration;

import ai.vluna.spring.client.http.GateCircuit;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.DeliveryStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells whether work can be billed, from what is known already: it neither asks the gate
 * nor looks at the store, and never blocks.
 * <p>
 * It is down while usage may get lost, or while no work can be billed before something is
 * mended. A gate that does not answer, a backlog or dead settlements call for an
 * operator, but neither a restart nor another instance would do better, and an instance
 * without requests would never learn that the gate is back: that is a {@link #WARNING},
 * which leaves the status of the application as it is.
 *
 * @since 0.1.0
 */
public final class VlunaHealthIndicator extends AbstractHealthIndicator {

	/**
	 * An operator has to act, while the application does its work.
	 */
	public static final Status WARNING = new Status("WARNING");

	private final DeliveryOverview overview;

	private final @Nullable GateCircuit circuit;

	private final HealthThresholds thresholds;

	/**
	 * Create an indicator.
	 * @param overview knows how delivery is doing
	 * @param circuit knows whether the gate answers, or {@code null} if nobody does
	 * @param thresholds the thresholds
	 */
	public VlunaHealthIndicator(DeliveryOverview overview, @Nullable GateCircuit circuit, HealthThresholds thresholds) {
		super("The health of billing is unknown");
		this.overview = overview;
		this.circuit = circuit;
		this.thresholds = thresholds;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		DeliveryStatus delivery = this.overview.status();
		GateCircuit.State state = (this.circuit != null) ? this.circuit.state() : null;
		builder.status(statusOf(delivery, state));
		builder.withDetail("mode", delivery.mode()).withDetail("pending", delivery.pending());
		Duration age = delivery.oldestAge();
		if (age != null) {
			builder.withDetail("oldestAge", age.toString());
		}
		builder.withDetail("dead", delivery.dead()).withDetail("atRisk", delivery.atRisk());
		if (delivery.mode() == DeliveryStatus.Mode.STORED) {
			builder.withDetail("storeReadable", delivery.readable())
				.withDetail("storeWritable", delivery.writable())
				.withDetail("gateAnswers", delivery.answered());
		}
		if (state != null) {
			builder.withDetail("circuit", state);
		}
		detail(builder, "obstacle", delivery.obstacle());
		detail(builder, "hindrance", delivery.hindrance());
	}

	private static void detail(Health.Builder builder, String name, @Nullable String value) {
		if (value != null) {
			builder.withDetail(name, value);
		}
	}

	private Status statusOf(DeliveryStatus delivery, GateCircuit.@Nullable State state) {
		if (delivery.obstacle() != null || delivery.hindrance() != null || isLosing(delivery)) {
			return Status.DOWN;
		}
		Duration age = delivery.oldestAge();
		boolean late = age != null && age.compareTo(this.thresholds.maxAge()) > 0;
		boolean unanswered = !delivery.answered() || (state != null && state != GateCircuit.State.CLOSED);
		return (late || unanswered || delivery.dead() > this.thresholds.maxDead()) ? WARNING : Status.UP;
	}

	private static boolean isLosing(DeliveryStatus delivery) {
		return !delivery.readable() || !delivery.writable() || delivery.atRisk() > 0;
	}

}
