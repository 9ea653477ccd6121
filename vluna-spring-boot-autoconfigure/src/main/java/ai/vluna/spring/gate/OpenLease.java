package ai.vluna.spring.gate;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import ai.vluna.spring.client.BlockingAwait;
import ai.vluna.spring.gate.Settler.Ending;
import ai.vluna.spring.usage.UsageReporter;
import ai.vluna.spring.usage.UsageScope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * An open operation over a lease.
 */
final class OpenLease implements OpenOperation {

	private final Lease lease;

	private final Settler settler;

	private final Function<Publisher<?>, Flux<?>> billing;

	private final AtomicBoolean continued = new AtomicBoolean();

	/**
	 * Create an open operation.
	 * @param lease the lease
	 * @param settler settles it
	 * @param billing makes the operation end with a publisher
	 */
	OpenLease(Lease lease, Settler settler, Function<Publisher<?>, Flux<?>> billing) {
		this.lease = lease;
		this.settler = settler;
		this.billing = billing;
	}

	@Override
	public void element(Object value) {
		this.lease.usage().element(value);
	}

	@Override
	public void withoutValue() {
		this.lease.usage().withoutValue();
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T part(BilledWork<T, E> part) throws E {
		UsageScope before = UsageReporter.bind(this.lease.inside(UsageReporter.current()));
		try {
			return part.perform();
		}
		finally {
			UsageReporter.bind(before);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Flux<T> publisher(Publisher<T> rest) {
		Flux<T> billed = (Flux<T>) this.billing.apply(rest);
		Flux<T> once = Flux.defer(() -> this.continued.compareAndSet(false, true) ? billed
				: Flux.error(new IllegalStateException("Work that was admitted once can be subscribed once")));
		// Not once it is subscribed: nobody has to hold a publisher while it emits.
		Abandoned.CLEANER.register(once, () -> {
			if (!this.continued.get()) {
				interrupt();
			}
		});
		return once;
	}

	@Override
	public void complete() {
		Mono<Void> settlement = this.settler.settle(this.lease, Ending.COMPLETED);
		if (!Schedulers.isInNonBlockingThread()) {
			BlockingAwait.awaitCompletion(settlement);
		}
	}

	@Override
	public void interrupt() {
		this.settler.settle(this.lease, Ending.ABANDONED);
	}

	@Override
	public void interruptWhenUnreachable(Object result) {
		Abandoned.CLEANER.register(result, this::interrupt);
	}

	/**
	 * Creates its one thread when the first result is followed.
	 */
	private static final class Abandoned {

		private static final Cleaner CLEANER = Cleaner.create();

	}

}
