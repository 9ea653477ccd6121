package ai.vluna.integration.crash;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What an application does wrong, to see that it is found out.
 */
enum Flaw {

	NONE,

	/**
	 * The store says that it wrote what it is about to write.
	 */
	STORE_ANSWERS_BEFORE_IT_WRITES {

		@Override
		SettlementStore of(SettlementStore store) {
			return new HastyStore(store);
		}

	},

	/**
	 * Callers go on while their usage is being stored.
	 */
	CALLERS_DO_NOT_WAIT {

		@Override
		Settlement of(Settlement settlement) {
			return new HastySettlement(settlement);
		}

	},

	/**
	 * The gate cannot recognise what it is sent again.
	 */
	EVERY_ATTEMPT_HAS_A_KEY_OF_ITS_OWN {

		@Override
		SettlementSender of(SettlementSender sender) {
			return new RekeyingSender(sender);
		}

	};

	SettlementStore of(SettlementStore store) {
		return store;
	}

	Settlement of(Settlement settlement) {
		return settlement;
	}

	SettlementSender of(SettlementSender sender) {
		return sender;
	}

	private record HastyStore(SettlementStore store) implements SettlementStore {

		@Override
		public void write(Collection<PendingSettlement> pending, Collection<DeadSettlement> dead) {
			List<PendingSettlement> later = List.copyOf(pending);
			Schedulers.boundedElastic().schedule(() -> this.store.write(later, dead));
		}

		@Override
		public void start(SettlementSender sender) {
			this.store.start(sender);
		}

		@Override
		public void stop() {
			this.store.stop();
		}

		@Override
		public Backlog backlog() {
			return this.store.backlog();
		}

		@Override
		public List<QueuedSettlement> pending(int offset, int limit) {
			return this.store.pending(offset, limit);
		}

		@Override
		public List<DeadSettlement> dead(int offset, int limit) {
			return this.store.dead(offset, limit);
		}

		@Override
		public @Nullable DeadSettlement findDead(String id) {
			return this.store.findDead(id);
		}

		@Override
		public boolean revive(PendingSettlement settlement) {
			return this.store.revive(settlement);
		}

		@Override
		public boolean drop(String id) {
			return this.store.drop(id);
		}

	}

	private record HastySettlement(Settlement settlement) implements Settlement {

		@Override
		public Mono<Void> charge(Lease lease, Usage usage) {
			this.settlement.charge(lease, usage).subscribe();
			return Mono.empty();
		}

		@Override
		public void release(Lease lease) {
			this.settlement.release(lease);
		}

		@Override
		public void bury(Lease lease, @Nullable Usage usage, String detail) {
			this.settlement.bury(lease, usage, detail);
		}

	}

	private record RekeyingSender(SettlementSender sender) implements SettlementSender {

		@Override
		public Mono<Delivery> send(PendingSettlement settlement) {
			return this.sender
				.send(settlement.sending(settlement.kind(), UUID.randomUUID().toString(), settlement.body()));
		}

		@Override
		public Duration rest() {
			return this.sender.rest();
		}

	}

}
