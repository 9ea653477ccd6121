package ai.vluna.integration.servlet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps settlements in memory and sends none.
 */
class KeptSettlements implements SettlementStore {

	private final Map<String, PendingSettlement> pending = new ConcurrentSkipListMap<>();

	private final Map<String, DeadSettlement> dead = new ConcurrentSkipListMap<>();

	@Override
	public void write(Collection<PendingSettlement> pending, Collection<DeadSettlement> dead) {
		pending.forEach((settlement) -> this.pending.put(settlement.id(), settlement));
		dead.forEach((settlement) -> this.dead.put(settlement.settlement().id(), settlement));
	}

	@Override
	public void start(SettlementSender sender) {
	}

	@Override
	public void stop() {
	}

	@Override
	public Backlog backlog() {
		return new Backlog(this.pending.size(), null, this.dead.size());
	}

	@Override
	public List<QueuedSettlement> pending(int offset, int limit) {
		return new ArrayList<>(this.pending.values()).stream()
			.skip(offset)
			.limit(limit)
			.map((settlement) -> new QueuedSettlement(settlement, 0, Instant.EPOCH))
			.toList();
	}

	@Override
	public List<DeadSettlement> dead(int offset, int limit) {
		return this.dead.values().stream().skip(offset).limit(limit).toList();
	}

	@Override
	public @Nullable DeadSettlement findDead(String id) {
		return this.dead.get(id);
	}

	@Override
	public boolean revive(PendingSettlement settlement) {
		boolean revived = this.dead.remove(settlement.id()) != null;
		if (revived) {
			this.pending.put(settlement.id(), settlement);
		}
		return revived;
	}

	@Override
	public boolean drop(String id) {
		return this.dead.remove(id) != null;
	}

}
