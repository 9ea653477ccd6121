package ai.vluna.spring.delivery.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * A sender that a test answers for, and that remembers what it was given.
 */
public final class FakeSender implements SettlementSender {

	private final List<PendingSettlement> sent = new CopyOnWriteArrayList<>();

	private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();

	private final AtomicInteger mostOfOneUser = new AtomicInteger();

	private final AtomicInteger mostOfAll = new AtomicInteger();

	private final AtomicInteger all = new AtomicInteger();

	private volatile Function<PendingSettlement, Mono<Delivery>> answer = (settlement) -> Mono
		.just(new Delivery.Delivered());

	private volatile Duration rest = Duration.ZERO;

	public FakeSender answering(Function<PendingSettlement, Mono<Delivery>> answer) {
		this.answer = answer;
		return this;
	}

	public FakeSender resting(Duration rest) {
		this.rest = rest;
		return this;
	}

	@Override
	public Mono<Delivery> send(PendingSettlement settlement) {
		return Mono.defer(() -> {
			AtomicInteger ofUser = this.underWay.computeIfAbsent(settlement.principalId() + "/" + settlement.userId(),
					(key) -> new AtomicInteger());
			this.mostOfOneUser.accumulateAndGet(ofUser.incrementAndGet(), Math::max);
			this.mostOfAll.accumulateAndGet(this.all.incrementAndGet(), Math::max);
			this.sent.add(settlement);
			// Before the store hears of it, and sends the next one.
			return this.answer.apply(settlement).doOnTerminate(() -> {
				ofUser.decrementAndGet();
				this.all.decrementAndGet();
			});
		});
	}

	@Override
	public Duration rest() {
		return this.rest;
	}

	public List<PendingSettlement> sent() {
		return List.copyOf(this.sent);
	}

	public List<String> sentIds() {
		return this.sent.stream().map(PendingSettlement::id).toList();
	}

	public int mostOfOneUser() {
		return this.mostOfOneUser.get();
	}

	public int mostOfAll() {
		return this.mostOfAll.get();
	}

}
