package ai.vluna.spring.delivery.file;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Has settlements sent that are ready, a bounded number at a time and one of each user,
 * and does to the file what the answers ask for. It lives on the thread of the file;
 * whatever is sent is sent elsewhere.
 */
final class Courier {

	private static final Log logger = LogFactory.getLog(Courier.class);

	private static final int MAX_WOKEN = 256;

	/**
	 * Nothing is waited for without having another look, since clocks are set and gates
	 * return early.
	 */
	private static final long MAX_SLEEP = 1000;

	private static final long MIN_REST = 100;

	private final SettlementSender sender;

	private final FileStoreSettings settings;

	private final StoreLoop loop;

	private final Clock clock;

	private final Scheduler timer;

	private final Turns turns = new Turns();

	private final Set<String> busy = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	private volatile boolean stopping;

	private volatile long restUntil;

	private long wakesUpAt;

	Courier(SettlementSender sender, FileStoreSettings settings, StoreLoop loop, Clock clock, Scheduler timer) {
		this.sender = sender;
		this.settings = settings;
		this.loop = loop;
		this.clock = clock;
		this.timer = timer;
	}

	/**
	 * Have sent what can be sent now.
	 * @param file the file
	 */
	void deliver(StoreFile file) {
		if (this.stopping) {
			return;
		}
		SettlementMaps settlements = file.settlements();
		if (settlements.isIdle()) {
			return;
		}
		long rest = rest();
		if (rest > 0) {
			wakeUp(rest);
			return;
		}
		Instant now = this.clock.instant();
		Instant due = settlements.wake(now, MAX_WOKEN);
		if (due != null && !due.isAfter(now)) {
			// Whose turn it is shows once all have their places. Until then one at a time
			// is sent: while the gate is away it is the last for a while, and nobody pays
			// for the places of a whole backlog. Writers are let in between.
			sendReady(settlements, 1);
			this.loop.lookAgain();
			return;
		}
		sendReady(settlements, this.settings.concurrency());
		if (due != null) {
			wakeUp(Math.max(1, Duration.between(now, due).toMillis()));
		}
	}

	private long rest() {
		long rest;
		try {
			rest = this.sender.rest().toMillis();
		}
		catch (RuntimeException ex) {
			logger.warn("Nobody knows whether settlements may be sent", ex);
			rest = MAX_SLEEP;
		}
		return Math.max(Math.max(0, rest), this.restUntil - now());
	}

	private void wakeUp(long delay) {
		long now = now();
		long at = now + Math.min(delay, MAX_SLEEP);
		if (this.wakesUpAt <= now || at < this.wakesUpAt) {
			this.wakesUpAt = at;
			this.loop.wakeUp(Duration.ofMillis(at - now));
		}
	}

	private void sendReady(SettlementMaps settlements, int atOnce) {
		while (this.busy.size() < atOnce) {
			String name = this.turns.next(settlements.ready(), this.busy);
			if (name == null) {
				return;
			}
			QueuedSettlement queued = settlements.readReady(name);
			if (queued != null) {
				send(queued, Place.laneOf(name));
			}
		}
	}

	private void send(QueuedSettlement queued, String lane) {
		this.busy.add(lane);
		Mono.defer(() -> this.sender.send(queued.settlement()))
			.subscribeOn(this.timer)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("no answer")))
			.onErrorResume((ex) -> Mono.just(new Delivery.Again(null, ex.toString())))
			.subscribe((delivery) -> answered(queued, delivery).whenComplete((nothing, failure) -> free(lane)));
	}

	private CompletableFuture<?> answered(QueuedSettlement queued, Delivery delivery) {
		if (delivery instanceof Delivery.NotNow notNow) {
			this.restUntil = now() + Math.min(Math.max(MIN_REST, notNow.rest().toMillis()), MAX_SLEEP);
		}
		else {
			this.restUntil = 0;
		}
		if (delivery instanceof Delivery.Instead) {
			return this.loop.durably((file) -> keep(file.settlements(), queued, delivery));
		}
		return this.loop.lazily((file) -> keep(file.settlements(), queued, delivery));
	}

	private boolean keep(SettlementMaps settlements, QueuedSettlement queued, Delivery delivery) {
		PendingSettlement settlement = queued.settlement();
		if (!settlements.isReady(settlement)) {
			return false;
		}
		Instant now = this.clock.instant();
		if (delivery instanceof Delivery.Delivered) {
			settlements.remove(settlement);
		}
		else if (delivery instanceof Delivery.Again again) {
			int attempts = queued.attempts() + 1;
			if (again.isToBeTold(attempts)) {
				logger.warn("%s is not charged after %d attempts and sent again: %s".formatted(settlement, attempts,
						again.detail()));
			}
			Duration wait = this.settings.backoff().after(attempts, again.atLeast());
			settlements.delay(settlement, attempts, now.plus(wait));
		}
		else if (delivery instanceof Delivery.Instead instead) {
			settlements.replace(settlement, instead.settlement(), now);
		}
		else if (delivery instanceof Delivery.Dead dead) {
			settlements.bury(settlement, dead.settlement());
		}
		return true;
	}

	private void free(String lane) {
		this.busy.remove(lane);
		if (this.stopping && this.busy.isEmpty()) {
			this.finished.complete(null);
		}
	}

	/**
	 * Send nothing any more.
	 * @return completes when nothing is under way any more
	 */
	CompletableFuture<Void> stop() {
		this.stopping = true;
		this.loop.lookAgain().whenComplete((nothing, failure) -> {
			if (this.busy.isEmpty()) {
				this.finished.complete(null);
			}
		});
		return this.finished;
	}

	private long now() {
		return this.timer.now(TimeUnit.MILLISECONDS);
	}

}
