package ai.vluna.spring.delivery.file;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.Settlements;
import reactor.core.publisher.Mono;

/**
 * A gate that charges each key once, as the real one does, and notes what it should not
 * have been sent. The id of a settlement decides what becomes of its commit; a booking is
 * always charged.
 */
final class ChargingGate implements SettlementSender {

	private final Map<String, PendingSettlement> requests = new ConcurrentHashMap<>();

	private final Map<String, String> charges = new ConcurrentHashMap<>();

	private final Set<String> booked = ConcurrentHashMap.newKeySet();

	private final Set<String> dropped = ConcurrentHashMap.newKeySet();

	private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

	private final Random random;

	private final LossyDisk disk;

	private volatile boolean unlucky;

	ChargingGate(Random random, LossyDisk disk) {
		this.random = random;
		this.disk = disk;
	}

	/**
	 * Decide whether the power fails at times when a booking arrives.
	 */
	void unlucky(boolean unlucky) {
		this.unlucky = unlucky;
	}

	/**
	 * Return whether the commit of a settlement is refused for good.
	 */
	static boolean refuses(String id) {
		return id.hashCode() % 5 == 0;
	}

	private static boolean books(String id) {
		return id.hashCode() % 5 == 1;
	}

	@Override
	public Mono<Delivery> send(PendingSettlement settlement) {
		return Mono.fromSupplier(() -> answer(settlement));
	}

	private Delivery answer(PendingSettlement settlement) {
		check(settlement);
		String id = settlement.id();
		boolean unanswered = this.random.nextInt(4) == 0;
		if (settlement.kind() == Kind.COMMIT && refuses(id)) {
			return new Delivery.Dead(Settlements.dead(settlement));
		}
		if (settlement.kind() == Kind.COMMIT && books(id)) {
			return new Delivery.Instead(Settlements.ingest(settlement));
		}
		charge(settlement);
		return unanswered ? new Delivery.Again(null, "charged, but nobody knows") : new Delivery.Delivered();
	}

	private void check(PendingSettlement settlement) {
		PendingSettlement before = this.requests.putIfAbsent(settlement.idempotencyKey(), settlement);
		if (before != null && !before.equals(settlement)) {
			this.mistakes.add("other bytes under the same key: " + settlement.id());
		}
		if (settlement.kind() == Kind.INGEST) {
			this.booked.add(settlement.id());
			if (this.unlucky && this.random.nextInt(20) == 0) {
				this.disk.cutPowerAfter(0);
			}
		}
		else if (this.booked.contains(settlement.id())) {
			this.mistakes.add("a commit after its booking: " + settlement.id());
		}
		if (this.dropped.contains(settlement.id())) {
			this.mistakes.add("sent after an operator dropped it: " + settlement.id());
		}
	}

	private void charge(PendingSettlement settlement) {
		String key = this.charges.putIfAbsent(settlement.id(), settlement.idempotencyKey());
		if (key != null && !key.equals(settlement.idempotencyKey())) {
			this.mistakes.add("charged twice: " + settlement.id());
		}
	}

	@Override
	public Duration rest() {
		return Duration.ZERO;
	}

	boolean hasCharged(String id) {
		return this.charges.containsKey(id);
	}

	void dropped(String id) {
		this.dropped.add(id);
	}

	Set<String> dropped() {
		return this.dropped;
	}

	Queue<String> mistakes() {
		return this.mistakes;
	}

}
