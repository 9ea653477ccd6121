package ai.vluna.spring.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that sends nothing by itself, and that fails or waits as a test wants
 * it to.
 */
final class MemoryStore implements SettlementStore {

	private final Map<String, PendingSettlement> pending = new LinkedHashMap<>();

	private final Map<String, DeadSettlement> dead = new LinkedHashMap<>();

	private final List<Integer> groups = new ArrayList<>();

	private volatile Consumer<Collection<PendingSettlement>> beforeWrite = (settlements) -> {
	};

	void beforeWrite(Consumer<Collection<PendingSettlement>> beforeWrite) {
		this.beforeWrite = beforeWrite;
	}

	void fail() {
		beforeWrite((settlements) -> {
			throw new StoreUnavailableException("disk full", null);
		});
	}

	void mend() {
		beforeWrite((settlements) -> {
		});
	}

	@Override
	public void write(Collection<PendingSettlement> pending, Collection<DeadSettlement> dead) {
		this.beforeWrite.accept(pending);
		synchronized (this) {
			this.groups.add(pending.size() + dead.size());
			pending.stream()
				.filter((settlement) -> !this.dead.containsKey(settlement.id()))
				.forEach((settlement) -> this.pending.putIfAbsent(settlement.id(), settlement));
			dead.stream()
				.filter((settlement) -> !this.pending.containsKey(settlement.settlement().id()))
				.forEach((settlement) -> this.dead.putIfAbsent(settlement.settlement().id(), settlement));
		}
	}

	@Override
	public void start(SettlementSender sender) {
	}

	@Override
	public void stop() {
	}

	@Override
	public synchronized Backlog backlog() {
		Instant oldest = this.pending.values()
			.stream()
			.map((settlement) -> Instant.parse(settlement.endedAt()))
			.min(Instant::compareTo)
			.orElse(null);
		return new Backlog(this.pending.size(), oldest, this.dead.size());
	}

	@Override
	public synchronized Set<String> endedAmong(Set<String> ids) {
		return ids.stream().filter((id) -> !this.pending.containsKey(id)).collect(Collectors.toSet());
	}

	@Override
	public synchronized List<QueuedSettlement> pending(int offset, int limit) {
		return this.pending.values()
			.stream()
			.skip(offset)
			.limit(limit)
			.map((settlement) -> new QueuedSettlement(settlement, 0, Instant.EPOCH))
			.toList();
	}

	@Override
	public synchronized List<DeadSettlement> dead(int offset, int limit) {
		return this.dead.values().stream().skip(offset).limit(limit).toList();
	}

	@Override
	public synchronized @Nullable DeadSettlement findDead(String id) {
		return this.dead.get(id);
	}

	@Override
	public synchronized boolean revive(PendingSettlement settlement) {
		if (this.dead.remove(settlement.id()) == null) {
			return false;
		}
		this.pending.put(settlement.id(), settlement);
		return true;
	}

	@Override
	public synchronized boolean drop(String id) {
		return this.dead.remove(id) != null;
	}

	synchronized void kill(DeadSettlement settlement) {
		this.pending.remove(settlement.settlement().id());
		this.dead.put(settlement.settlement().id(), settlement);
	}

	synchronized void deliver(PendingSettlement settlement) {
		this.pending.remove(settlement.id());
	}

	synchronized void deliverAll() {
		this.pending.clear();
	}

	synchronized void dropAll() {
		this.dead.clear();
	}

	synchronized List<PendingSettlement> pending() {
		return List.copyOf(this.pending.values());
	}

	synchronized List<DeadSettlement> dead() {
		return List.copyOf(this.dead.values());
	}

	synchronized List<Integer> groups() {
		return List.copyOf(this.groups);
	}

}
